package org.transformerzoo.zoo.execution.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * {@code output} = {@code input}, float32, rounded to bfloat16: to the nearest, ties to even.
 *
 * @param output of the same shape
 */
record Conversion(Tensor input, Tensor output) implements Operation {

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
    throw new UnsupportedOperationException("Conversions come after differentiation");
  }

  @Override
  public Conversion on(UnaryOperator<Tensor> map) {
    return new Conversion(map.apply(input), map.apply(output));
  }

  @Override
  public Call bind(Memory memory) {
    return memory.kernels().convert(this, memory);
  }
}
