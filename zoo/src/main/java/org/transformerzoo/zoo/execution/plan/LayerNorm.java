package org.transformerzoo.zoo.execution.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * {@code y} = (x − mean)/√(variance + epsilon)·gain + bias, over the last dimension.
 *
 * @param x [rows, width]
 * @param gain [width]
 * @param bias [width]
 * @param y [rows, width]
 * @param mean [rows]
 * @param variance [rows]
 */
record LayerNorm(
    Tensor x, Tensor gain, Tensor bias, float epsilon, Tensor y, Tensor mean, Tensor variance)
    implements Rowwise {

  @Override
  public List<Tensor> inputs() {
    return List.of(x, gain, bias);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(y, mean, variance);
  }

  @Override
  public Tensor result() {
    return y;
  }

  @Override
  public Optional<Map<Tensor, RowSelection>> reads(RowSelection selection) {
    return x.size(0) == selection.rows() ? Optional.of(Map.of(x, selection)) : Optional.empty();
  }

  @Override
  public LayerNorm at(RowSelection selection, Narrowing narrowing) {
    long rows = selection.count();
    return new LayerNorm(
        narrowing.of(x, selection),
        gain,
        bias,
        epsilon,
        Tensor.computed(y.name(), rows, x.size(1)),
        Tensor.computed(mean.name(), rows),
        Tensor.computed(variance.name(), rows));
  }

  @Override
  public void differentiate(Gradients gradients) {
    Tensor dx = Tensor.computed("d " + x.name(), x.shape());
    Tensor dgain = Tensor.computed("d " + gain.name(), gain.shape());
    Tensor dbias = Tensor.computed("d " + bias.name(), bias.shape());
    gradients.emit(new LayerNormGradient(this, gradients.of(y), dx, dgain, dbias));
    gradients.add(gain, dgain);
    gradients.add(bias, dbias);
    gradients.add(x, dx);
  }

  @Override
  public LayerNorm on(UnaryOperator<Tensor> map) {
    return new LayerNorm(
        map.apply(x),
        map.apply(gain),
        map.apply(bias),
        epsilon,
        map.apply(y),
        map.apply(mean),
        map.apply(variance));
  }

  @Override
  public Call bind(Memory memory) {
    return memory.kernels().layerNorm(this, memory);
  }
}
