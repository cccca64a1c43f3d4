package org.transformerzoo.zoo.weights;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** How a stored tensor becomes a parameter. */
public enum Transform {
  /** As it is. */
  NONE {
    @Override
    List<Long> sourceShape(List<Long> parameterShape) {
      return parameterShape;
    }

    @Override
    void read(TensorSource source, String tensor, INDArray destination) {
      source.read(tensor, destination);
    }
  },

  /** A matrix stored as [in, out] whose parameter is [out, in]. */
  TRANSPOSE {
    @Override
    List<Long> sourceShape(List<Long> parameterShape) {
      if (parameterShape.size() != 2) {
        throw new IllegalArgumentException("Only a matrix can be transposed: " + parameterShape);
      }
      return List.of(parameterShape.get(1), parameterShape.get(0));
    }

    @Override
    void read(TensorSource source, String tensor, INDArray destination) {
      long[] stored = {destination.size(1), destination.size(0)};
      try (INDArray scratch = Nd4j.createUninitialized(DataType.FLOAT, stored, 'c')) {
        source.read(tensor, scratch);
        destination.assign(scratch.transpose());
      }
    }
  };

  /** The shape that a stored tensor must have to fill a parameter of {@code parameterShape}. */
  abstract List<Long> sourceShape(List<Long> parameterShape);

  /**
   * Reads a tensor of the right shape into a parameter, with at most one more copy of it in memory.
   */
  abstract void read(TensorSource source, String tensor, INDArray destination);
}
