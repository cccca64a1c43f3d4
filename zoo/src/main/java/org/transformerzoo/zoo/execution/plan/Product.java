package org.transformerzoo.zoo.execution.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * {@code c} = a·b or c += a·b for matrices, either of which may be read transposed.
 *
 * @param a float32 or bfloat16
 * @param b of the type of a
 * @param c float32
 * @param accumulate whether to add to what c holds
 */
record Product(
    Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor c, boolean accumulate)
    implements Operation {

  /** The product, written to {@code target}. */
  static Product of(
      Tensor a, boolean transposeA, Tensor b, boolean transposeB, Gradients.Target target) {
    return new Product(a, transposeA, b, transposeB, target.tensor(), target.accumulate());
  }

  /** The same product with other bytes for its operands, such as bfloat16 for float32. */
  Product reading(Tensor left, Tensor right) {
    return new Product(left, transposeA, right, transposeB, c, accumulate);
  }

  /** Whether this is the sum of the rows of b, the gradient of a bias. */
  boolean sumsColumns() {
    return a.isConstant();
  }

  /** The length of the sums. */
  long inner() {
    return a.size(transposeA ? 0 : 1);
  }

  @Override
  public List<Tensor> inputs() {
    return accumulate ? List.of(a, b, c) : List.of(a, b);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(c);
  }

  @Override
  public void differentiate(Gradients gradients) {
    throw new UnsupportedOperationException("A gradient's gradient");
  }

  @Override
  public Product on(UnaryOperator<Tensor> map) {
    return new Product(
        map.apply(a), transposeA, map.apply(b), transposeB, map.apply(c), accumulate);
  }

  @Override
  public Call bind(Memory memory) {
    return memory.kernels().product(this, memory);
  }
}
