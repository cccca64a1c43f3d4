package org.transformerzoo.zoo.execution.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;

/** A primitive of oneDNN bound to addresses; owns the primitive. */
final class OneDnnCall implements Call, Scratch.User {

  private final OneDnnPrimitive primitive;
  private final Scratch scratch;
  private final Map<Integer, dnnl_memory> memories = new LinkedHashMap<>();
  private final dnnl_exec_arg_t arguments;

  /** Binds {@code primitive} to the addresses of {@code tensors}, by argument. */
  OneDnnCall(OneDnnPrimitive primitive, Map<Integer, Tensor> tensors, Memory memory) {
    this(primitive, addresses(tensors, memory), memory.scratch());
  }

  /** Binds {@code primitive} to {@code addresses}, by argument. */
  OneDnnCall(OneDnnPrimitive primitive, Map<Integer, Long> addresses, Scratch scratch) {
    this.primitive = primitive;
    this.scratch = scratch;
    addresses.forEach(this::bind);
    bind(DNNL_ARG_SCRATCHPAD, 0);
    arguments = new dnnl_exec_arg_t(memories.size());
    int position = 0;
    for (Map.Entry<Integer, dnnl_memory> entry : memories.entrySet()) {
      arguments.position(position++).arg(entry.getKey()).memory(entry.getValue());
    }
    arguments.position(0);
    if (primitive.scratchBytes() > 0) {
      scratch.add(this);
    }
  }

  /** Where each of {@code tensors} starts. */
  static Map<Integer, Long> addresses(Map<Integer, Tensor> tensors, Memory memory) {
    Map<Integer, Long> addresses = new LinkedHashMap<>();
    tensors.forEach((argument, tensor) -> addresses.put(argument, memory.address(tensor)));
    return addresses;
  }

  private void bind(int argument, long address) {
    memories.put(argument, primitive.memory(argument, address));
  }

  @Override
  public long scratchBytes() {
    return primitive.scratchBytes();
  }

  @Override
  public void useScratch(long address) {
    OneDnn.check(
        dnnl_memory_set_data_handle(
            memories.get(DNNL_ARG_SCRATCHPAD), new NativePointers.Bytes(address)));
  }

  @Override
  public void run(Run run) {
    OneDnn.check(
        dnnl_primitive_execute(
            primitive.handle(), primitive.library().stream(), memories.size(), arguments));
  }

  @Override
  public void close() {
    scratch.remove(this);
    memories.values().forEach(memory -> OneDnn.check(dnnl_memory_destroy(memory)));
    primitive.close();
  }
}
