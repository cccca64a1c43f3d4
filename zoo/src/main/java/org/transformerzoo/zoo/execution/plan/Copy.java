package org.transformerzoo.zoo.execution.plan;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.Pointer;

/** {@code output} = {@code input}, of the same length. */
record Copy(Tensor input, Tensor output) implements Operation {

  @Override
  public List<Tensor> inputs() {
    return List.of(input);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(output);
  }

  @Override
  public void differentiate(Gradients gradients) {
    gradients.add(input, gradients.of(output).view(input.shape()));
  }

  @Override
  public Copy on(UnaryOperator<Tensor> map) {
    return new Copy(map.apply(input), map.apply(output));
  }

  @Override
  public Call bind(Memory memory) {
    Pointer from = new NativePointers.Bytes(memory.address(input));
    Pointer to = new NativePointers.Bytes(memory.address(output));
    return run -> Pointer.memcpy(to, from, input.bytes());
  }
}
