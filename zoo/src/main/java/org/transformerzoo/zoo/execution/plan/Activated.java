package org.transformerzoo.zoo.execution.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.transformerzoo.zoo.config.Activation;

/** {@code y} = activation({@code x}), entry by entry. */
record Activated(Activation activation, Tensor x, Tensor y) implements Rowwise {

  @Override
  public List<Tensor> inputs() {
    return List.of(x);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(y);
  }

  @Override
  public Tensor result() {
    return y;
  }

  @Override
  public Optional<Map<Tensor, RowSelection>> reads(RowSelection selection) {
    return selection.ofEach(x);
  }

  @Override
  public Activated at(RowSelection selection, Narrowing narrowing) {
    Tensor one = narrowing.of(x, selection);
    return new Activated(activation, one, Tensor.computed(y.name(), one.shape()));
  }

  @Override
  public void differentiate(Gradients gradients) {
    Tensor dy = gradients.of(y);
    Tensor dx = gradients.overwritable(y);
    gradients.emit(new ActivationGradient(activation, x, dy, dx));
    gradients.add(x, dx.view(x.shape()));
  }

  @Override
  public Activated on(UnaryOperator<Tensor> map) {
    return new Activated(activation, map.apply(x), map.apply(y));
  }

  @Override
  public Call bind(Memory memory) {
    return memory.kernels().activation(this, memory);
  }
}
