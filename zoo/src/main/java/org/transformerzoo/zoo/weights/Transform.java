package org.transformerzoo.zoo.weights;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** How a stored tensor becomes a parameter. */
public sealed interface Transform {

  /** As it is. */
  Transform NONE = new AsStored();

  /** A matrix stored as [in, out] whose parameter is [out, in]. */
  Transform TRANSPOSE = new Transposed();

  /** One of {@code count} equal slices along the first axis, which the parameter lacks. */
  static Transform slice(int index, int count) {
    return new Slice(index, count);
  }

  /** The shape that a stored tensor must have to fill a parameter of {@code parameterShape}. */
  List<Long> sourceShape(List<Long> parameterShape);

  /**
   * Reads a tensor of the right shape into a parameter, with at most one more copy of it in memory.
   */
  void read(TensorSource source, String tensor, INDArray destination);

  /** See {@link #NONE}. */
  record AsStored() implements Transform {
    @Override
    public List<Long> sourceShape(List<Long> parameterShape) {
      return parameterShape;
    }

    @Override
    public void read(TensorSource source, String tensor, INDArray destination) {
      source.read(tensor, destination);
    }
  }

  /** See {@link #TRANSPOSE}. */
  record Transposed() implements Transform {
    @Override
    public List<Long> sourceShape(List<Long> parameterShape) {
      if (parameterShape.size() != 2) {
        throw new IllegalArgumentException("Only a matrix can be transposed: " + parameterShape);
      }
      return List.of(parameterShape.get(1), parameterShape.get(0));
    }

    @Override
    public void read(TensorSource source, String tensor, INDArray destination) {
      long[] stored = {destination.size(1), destination.size(0)};
      try (INDArray scratch = Nd4j.createUninitialized(DataType.FLOAT, stored, 'c')) {
        source.read(tensor, scratch);
        destination.assign(scratch.transpose());
      }
    }
  }

  /**
   * See {@link #slice}.
   *
   * @param index which slice, from 0
   * @param count how many the stored tensor has
   */
  record Slice(int index, int count) implements Transform {
    /**
     * Checks the place.
     *
     * @throws IllegalArgumentException if {@code index} is not one of {@code count} slices
     */
    public Slice {
      if (index < 0 || index >= count) {
        throw new IllegalArgumentException("There is no slice %d of %d".formatted(index, count));
      }
    }

    @Override
    public List<Long> sourceShape(List<Long> parameterShape) {
      List<Long> stored = new ArrayList<>(parameterShape);
      stored.add(0, (long) count);
      return List.copyOf(stored);
    }

    @Override
    public void read(TensorSource source, String tensor, INDArray destination) {
      long[] stored = {count, destination.length()};
      try (INDArray scratch = Nd4j.createUninitialized(DataType.FLOAT, stored, 'c')) {
        source.read(tensor, scratch);
        destination.assign(scratch.getRow(index).reshape(destination.shape()));
      }
    }
  }
}
