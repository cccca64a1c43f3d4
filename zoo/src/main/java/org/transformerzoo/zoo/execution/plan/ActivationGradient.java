package org.transformerzoo.zoo.execution.plan;

import java.util.List;
import java.util.function.UnaryOperator;
import org.transformerzoo.zoo.config.Activation;

/** {@code dx} = activation′({@code x})·{@code dy}; dx may be dy. */
record ActivationGradient(Activation activation, Tensor x, Tensor dy, Tensor dx)
    implements Operation {

  @Override
  public List<Tensor> inputs() {
    return List.of(x, dy);
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
  public ActivationGradient on(UnaryOperator<Tensor> map) {
    return new ActivationGradient(activation, map.apply(x), map.apply(dy), map.apply(dx));
  }

  @Override
  public Call bind(Memory memory) {
    return memory.kernels().activationGradient(this, memory);
  }
}
