package org.transformerzoo.zoo.weights.onnx;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.weights.StoredTensor;
import org.transformerzoo.zoo.weights.TensorDescription;

/**
 * A tensor as the module has it.
 *
 * @param stored the tensor in the file
 * @param transposed whether it is a matrix and stored transposed
 */
record OnnxWeight(StoredTensor stored, boolean transposed) {

  TensorDescription description() {
    TensorDescription asStored = stored.description();
    if (!transposed) {
      return asStored;
    }
    List<Long> shape = List.of(asStored.shape().get(1), asStored.shape().get(0));
    return new TensorDescription(asStored.name(), asStored.type(), shape);
  }

  /** Copies the values, with at most one more copy of them in memory. */
  void copyTo(INDArray destination) {
    if (!transposed) {
      stored.copyTo(destination);
      return;
    }
    TensorDescription asStored = stored.description();
    long[] shape = asStored.shape().stream().mapToLong(Long::longValue).toArray();
    if (destination.length() != asStored.length()) {
      throw new IllegalArgumentException(
          "The destination of %s holds %d values, expected %d"
              .formatted(asStored.name(), destination.length(), asStored.length()));
    }
    try (INDArray scratch = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c')) {
      stored.copyTo(scratch);
      destination.reshape(shape[1], shape[0]).assign(scratch.transpose());
    }
  }
}
