package org.transformerzoo.zoo.execution.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** {@code product} = {@code left}·{@code right}, entry by entry, all of one shape. */
record Multiply(Tensor left, Tensor right, Tensor product) implements Rowwise {

  @Override
  public List<Tensor> inputs() {
    return List.of(left, right);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(product);
  }

  @Override
  public Tensor result() {
    return product;
  }

  @Override
  public Optional<Map<Tensor, RowSelection>> reads(RowSelection selection) {
    return selection.ofEach(left, right);
  }

  @Override
  public Multiply at(RowSelection selection, Narrowing narrowing) {
    Tensor one = narrowing.of(left, selection);
    return new Multiply(
        one, narrowing.of(right, selection), Tensor.computed(product.name(), one.shape()));
  }

  @Override
  public void differentiate(Gradients gradients) {
    Tensor gradient = gradients.of(product);
    if (gradients.needed(left) && gradients.needed(right)) {
      Tensor dleft = Tensor.computed("d " + left.name(), left.shape());
      Tensor dright = Tensor.computed("d " + right.name(), right.shape());
      gradients.emit(new Multiply(gradient, right, dleft));
      gradients.emit(new Multiply(gradient, left, dright));
      gradients.add(left, dleft);
      gradients.add(right, dright);
    } else {
      boolean isLeft = gradients.needed(left);
      Tensor scaled = gradients.overwritable(product);
      gradients.emit(new Multiply(gradient, isLeft ? right : left, scaled));
      gradients.add(isLeft ? left : right, scaled);
    }
  }

  @Override
  public Multiply on(UnaryOperator<Tensor> map) {
    return new Multiply(map.apply(left), map.apply(right), map.apply(product));
  }

  @Override
  public Call bind(Memory memory) {
    return memory.kernels().multiply(this, memory);
  }
}
