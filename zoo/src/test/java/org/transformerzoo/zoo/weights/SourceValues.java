package org.transformerzoo.zoo.weights;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The values of a source's tensors as tests compare them. */
public final class SourceValues {

  private SourceValues() {}

  /** All elements of a tensor, row by row. */
  public static float[] of(TensorSource source, String name) {
    if (source.describe(name).length() == 0) {
      return new float[0];
    }
    try (INDArray values = Nd4j.create(DataType.FLOAT, source.describe(name).length())) {
      source.read(name, values);
      return values.toFloatVector();
    }
  }
}
