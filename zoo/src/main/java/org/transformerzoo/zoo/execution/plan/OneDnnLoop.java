package org.transformerzoo.zoo.execution.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.javacpp.Pointer;

/** Primitives of oneDNN that run in turn for one entry of a batch after the other; owns them. */
final class OneDnnLoop implements Call, Scratch.User {

  /**
   * One primitive of the loop's body.
   *
   * @param tensors what it reads and writes, by argument: [batch, …], or [1, …] where all entries
   *     use the same
   */
  record Step(OneDnnPrimitive primitive, Map<Integer, Tensor> tensors) {}

  /** An argument that moves on with the batch. */
  private record Moving(dnnl_memory memory, List<Pointer> places) {
    void move(int entry) {
      OneDnn.check(dnnl_memory_set_data_handle(memory, places.get(entry)));
    }
  }

  /** A step with its memory. */
  private record Bound(
      OneDnnPrimitive primitive, List<Moving> moving, int count, dnnl_exec_arg_t arguments) {}

  private final int batch;
  private final Scratch scratch;
  private final List<Bound> steps = new ArrayList<>();
  private final List<dnnl_memory> memories = new ArrayList<>();
  private final List<dnnl_memory> scratchpads = new ArrayList<>();
  private final long scratchBytes;

  /** Runs {@code steps}, in their order, {@code batch} times. */
  OneDnnLoop(int batch, List<Step> steps, Memory memory) {
    this.batch = batch;
    this.scratch = memory.scratch();
    steps.forEach(step -> this.steps.add(bind(step, memory)));
    scratchBytes =
        steps.stream().mapToLong(step -> step.primitive().scratchBytes()).max().orElse(0);
    if (scratchBytes > 0) {
      scratch.add(this);
    }
  }

  private Bound bind(Step step, Memory memory) {
    int count = step.tensors().size() + 1;
    dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(count);
    List<Moving> moving = new ArrayList<>();
    int position = 0;
    for (Map.Entry<Integer, Tensor> entry : step.tensors().entrySet()) {
      Tensor tensor = entry.getValue();
      long address = memory.address(tensor);
      dnnl_memory handle = create(step.primitive(), entry.getKey(), address);
      arguments.position(position++).arg(entry.getKey()).memory(handle);
      if (tensor.size(0) == batch && batch > 1) {
        moving.add(new Moving(handle, places(address, tensor.bytes() / batch)));
      }
    }
    dnnl_memory scratchpad = create(step.primitive(), DNNL_ARG_SCRATCHPAD, 0);
    scratchpads.add(scratchpad);
    arguments.position(position).arg(DNNL_ARG_SCRATCHPAD).memory(scratchpad);
    return new Bound(step.primitive(), moving, count, arguments.position(0));
  }

  private List<Pointer> places(long address, long stride) {
    return IntStream.range(0, batch)
        .<Pointer>mapToObj(entry -> new NativePointers.Bytes(address + entry * stride))
        .toList();
  }

  private dnnl_memory create(OneDnnPrimitive primitive, int argument, long address) {
    dnnl_memory memory = primitive.memory(argument, address);
    memories.add(memory);
    return memory;
  }

  @Override
  public long scratchBytes() {
    return scratchBytes;
  }

  @Override
  public void useScratch(long address) {
    Pointer place = new NativePointers.Bytes(address);
    scratchpads.forEach(each -> OneDnn.check(dnnl_memory_set_data_handle(each, place)));
  }

  @Override
  public void run(Run run) {
    for (int entry = 0; entry < batch; entry++) {
      for (Bound step : steps) {
        for (Moving argument : step.moving()) {
          argument.move(entry);
        }
        OneDnnPrimitive primitive = step.primitive();
        OneDnn.check(
            dnnl_primitive_execute(
                primitive.handle(), primitive.library().stream(), step.count(), step.arguments()));
      }
    }
  }

  @Override
  public void close() {
    scratch.remove(this);
    memories.forEach(memory -> OneDnn.check(dnnl_memory_destroy(memory)));
    steps.forEach(step -> step.primitive().close());
  }
}
