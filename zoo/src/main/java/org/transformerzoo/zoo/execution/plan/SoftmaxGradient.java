package org.transformerzoo.zoo.execution.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The gradient of a softmax, or of the logarithm of one, over the last dimension.
 *
 * @param logarithm whether the results are logarithms
 * @param y the results
 * @param dy their gradient
 * @param dx the gradient of the scores; may be dy
 */
record SoftmaxGradient(boolean logarithm, Tensor y, Tensor dy, Tensor dx) implements Operation {

  @Override
  public List<Tensor> inputs() {
    return List.of(y, dy);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(dx);
  }

  @Override
  public void differentiate(Gradients gradients) {
    throw new UnsupportedOperationException("A gradient's gradient");
  }

  @Override
  public SoftmaxGradient on(UnaryOperator<Tensor> map) {
    return new SoftmaxGradient(logarithm, map.apply(y), map.apply(dy), map.apply(dx));
  }

  @Override
  public Call bind(Memory memory) {
    return memory.kernels().softmaxGradient(this, memory);
  }
}
