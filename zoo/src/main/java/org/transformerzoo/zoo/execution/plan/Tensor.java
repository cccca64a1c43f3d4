package org.transformerzoo.zoo.execution.plan;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A value of a program: dense, in 'c' order, of a shape that is known. Two tensors are equal only
 * if they are the same object.
 */
final class Tensor {

  private final String name;
  private final DataType type;
  private final long[] shape;
  private final Place place;

  Tensor(String name, DataType type, long[] shape, Place place) {
    this.name = name;
    this.type = type;
    this.shape = shape.clone();
    this.place = place;
  }

  /** A float32 value that an operation writes. */
  static Tensor computed(String name, long... shape) {
    return new Tensor(name, DataType.FLOAT, shape, new Place.Computed());
  }

  /** A value that is known already. */
  static Tensor constant(String name, INDArray value) {
    INDArray dense = value.dup('c');
    return new Tensor(name, dense.dataType(), dense.shape(), new Place.Constant(dense));
  }

  String name() {
    return name;
  }

  DataType type() {
    return type;
  }

  long[] shape() {
    return shape.clone();
  }

  int rank() {
    return shape.length;
  }

  /** The size of dimension {@code axis}, which counts from the end where it is negative. */
  long size(int axis) {
    return shape[axis < 0 ? axis + shape.length : axis];
  }

  Place place() {
    return place;
  }

  long length() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  long bytes() {
    return Math.multiplyExact(length(), type.width());
  }

  boolean hasShape(long... expected) {
    return Arrays.equals(shape, expected);
  }

  boolean sameShape(Tensor other) {
    return Arrays.equals(shape, other.shape);
  }

  /** The tensor whose bytes these are: itself unless it is a view. */
  Tensor root() {
    Tensor root = this;
    while (root.place instanceof Place.View view) {
      root = view.of();
    }
    return root;
  }

  /** The same bytes under another shape. */
  Tensor view(long... other) {
    if (Arrays.equals(shape, other)) {
      return this;
    }
    return new Tensor(name, type, other, new Place.View(root()));
  }

  boolean isConstant() {
    return root().place instanceof Place.Constant;
  }

  /** The value of a constant. */
  INDArray value() {
    if (!(root().place instanceof Place.Constant constant)) {
      throw new IllegalStateException(this + " is not a constant");
    }
    INDArray value = constant.value();
    return Arrays.equals(value.shape(), shape) ? value : value.reshape('c', shape);
  }

  @Override
  public String toString() {
    return name + " " + type + Arrays.toString(shape);
  }
}
