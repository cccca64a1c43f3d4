package org.transformerzoo.zoo.execution.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * {@code c} = scale·a·b, one matrix product for each batch entry and head.
 *
 * @param scale a factor
 */
record HeadProduct(Operand a, Operand b, Operand c, float scale) implements Operation {

  /** How the matrices of all heads lie in a tensor. */
  enum Layout {
    /** [batch, length, heads, depth]: a matrix [length, depth] has a row stride of heads·depth. */
    TOKEN_MAJOR,
    /** [batch, heads, rows, columns]: dense matrices. */
    HEAD_MAJOR
  }

  /**
   * One matrix for each batch entry and head.
   *
   * @param transposed whether the matrices are read transposed
   */
  record Operand(Tensor tensor, Layout layout, boolean transposed) {

    /** [batch, length, heads, depth], read as [length, depth]. */
    static Operand tokens(Tensor tensor) {
      return new Operand(tensor, Layout.TOKEN_MAJOR, false);
    }

    /** [batch, heads, rows, columns]. */
    static Operand scores(Tensor tensor) {
      return new Operand(tensor, Layout.HEAD_MAJOR, false);
    }

    Operand transpose() {
      return new Operand(tensor, layout, !transposed);
    }

    private Operand on(Tensor other) {
      return new Operand(other, layout, transposed);
    }

    /** {@code other}, not transposed, in the layout of this one. */
    private Operand plain(Tensor other) {
      return new Operand(other, layout, false);
    }

    /** The sizes [batch, heads, rows, columns] as read. */
    long[] sizes() {
      boolean tokens = layout == Layout.TOKEN_MAJOR;
      long rows = tensor.size(tokens ? 1 : 2);
      long columns = tensor.size(3);
      long heads = tensor.size(tokens ? 2 : 1);
      return transposed
          ? new long[] {tensor.size(0), heads, columns, rows}
          : new long[] {tensor.size(0), heads, rows, columns};
    }

    /** The distance between neighbours along each of {@link #sizes}. */
    long[] strides() {
      long columns = tensor.size(3);
      long matrices = tensor.size(1) * tensor.size(2) * columns;
      boolean tokens = layout == Layout.TOKEN_MAJOR;
      long head = tokens ? columns : tensor.size(2) * columns;
      long row = tokens ? tensor.size(2) * columns : columns;
      return transposed ? new long[] {matrices, head, 1, row} : new long[] {matrices, head, row, 1};
    }
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(a.tensor(), b.tensor());
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(c.tensor());
  }

  @Override
  public void differentiate(Gradients gradients) {
    Operand dc = c.plain(gradients.of(c.tensor()));
    Tensor da = gradient(gradients, a, dc, b.transpose(), false);
    Tensor db = gradient(gradients, b, a.transpose(), dc, true);
    if (da != null) {
      gradients.add(a.tensor(), da);
    }
    if (db != null) {
      gradients.add(b.tensor(), db);
    }
  }

  /** The gradient left·right of {@code operand}, transposed where the operand is. */
  private Tensor gradient(
      Gradients gradients, Operand operand, Operand left, Operand right, boolean second) {
    if (!gradients.needed(operand.tensor())) {
      return null;
    }
    String name = "d " + operand.tensor().name() + (second ? " right" : " left");
    Tensor gradient = Tensor.computed(name, operand.tensor().shape());
    Operand target = operand.plain(gradient);
    gradients.emit(
        operand.transposed()
            ? new HeadProduct(right.transpose(), left.transpose(), target, scale)
            : new HeadProduct(left, right, target, scale));
    return gradient;
  }

  @Override
  public HeadProduct on(UnaryOperator<Tensor> map) {
    return new HeadProduct(
        a.on(map.apply(a.tensor())),
        b.on(map.apply(b.tensor())),
        c.on(map.apply(c.tensor())),
        scale);
  }

  @Override
  public Call bind(Memory memory) {
    return memory.kernels().headProduct(this, memory);
  }
}
