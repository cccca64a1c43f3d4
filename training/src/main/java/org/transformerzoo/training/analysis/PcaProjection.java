package org.transformerzoo.training.analysis;

import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Principal components: the directions in which the vectors vary most, the first before the second.
 * The sign of a direction is chosen so that its largest entry is positive.
 *
 * @param dimensions how many, at least 1
 */
public record PcaProjection(int dimensions) implements Projection {

  /** Checks the number. */
  public PcaProjection {
    if (dimensions < 1) {
      throw new IllegalArgumentException(dimensions + " dimensions, expected at least 1");
    }
  }

  @Override
  public String name() {
    return "pca";
  }

  @Override
  public float[][] project(float[][] vectors) {
    if (vectors.length < 2 || vectors[0].length < dimensions) {
      throw new IllegalArgumentException(
          "There are %d vectors of %d entries, expected at least 2 of at least %d"
              .formatted(vectors.length, vectors.length == 0 ? 0 : vectors[0].length, dimensions));
    }
    INDArray rows = Nd4j.createFromArray(vectors); // [vectors, width]
    INDArray centred = rows.subRowVector(rows.mean(0)); // [vectors, width]
    INDArray covariance = Nd4j.gemm(centred, centred, true, false).castTo(DataType.DOUBLE);
    EigenDecomposition found =
        new EigenDecomposition(MatrixUtils.createRealMatrix(covariance.toDoubleMatrix()));
    float[][] directions = new float[dimensions][];
    for (int each = 0; each < dimensions; each++) {
      directions[each] = direction(found.getEigenvector(each).toArray());
    }
    return Nd4j.gemm(centred, Nd4j.createFromArray(directions), false, true).toFloatMatrix();
  }

  private static float[] direction(double[] vector) {
    double largest = 0;
    for (double entry : vector) {
      largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
    }
    float[] direction = new float[vector.length];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = (float) (largest < 0 ? -vector[i] : vector[i]);
    }
    return direction;
  }
}
