package org.transformerzoo.zoo.execution.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** {@code sum} = {@code left} + {@code right}, all of one shape; sum may be left. */
record Add(Tensor left, Tensor right, Tensor sum) implements Rowwise {

  @Override
  public List<Tensor> inputs() {
    return List.of(left, right);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(sum);
  }

  @Override
  public Tensor result() {
    return sum;
  }

  @Override
  public Optional<Map<Tensor, RowSelection>> reads(RowSelection selection) {
    return selection.ofEach(left, right);
  }

  @Override
  public Add at(RowSelection selection, Narrowing narrowing) {
    Tensor one = narrowing.of(left, selection);
    return new Add(one, narrowing.of(right, selection), Tensor.computed(sum.name(), one.shape()));
  }

  @Override
  public void differentiate(Gradients gradients) {
    Tensor gradient = gradients.of(sum);
    gradients.add(left, gradient);
    gradients.add(right, gradient);
  }

  @Override
  public Add on(UnaryOperator<Tensor> map) {
    return new Add(map.apply(left), map.apply(right), map.apply(sum));
  }

  @Override
  public Call bind(Memory memory) {
    return memory.kernels().add(this, memory);
  }
}
