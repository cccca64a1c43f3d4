package org.transformerzoo.zoo.execution.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The gradient of {@link LayerNorm}.
 *
 * @param forward whose gradient it is
 * @param dy gradient of its result
 */
record LayerNormGradient(LayerNorm forward, Tensor dy, Tensor dx, Tensor dgain, Tensor dbias)
    implements Operation {

  @Override
  public List<Tensor> inputs() {
    return List.of(
        forward.x(), forward.gain(), forward.bias(), forward.mean(), forward.variance(), dy);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(dx, dgain, dbias);
  }

  @Override
  public void differentiate(Gradients gradients) {
    throw new UnsupportedOperationException("A gradient's gradient");
  }

  @Override
  public LayerNormGradient on(UnaryOperator<Tensor> map) {
    return new LayerNormGradient(
        forward.on(map), map.apply(dy), map.apply(dx), map.apply(dgain), map.apply(dbias));
  }

  @Override
  public Call bind(Memory memory) {
    return memory.kernels().layerNormGradient(this, memory);
  }
}
