package org.transformerzoo.deeplearning4j.features;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Writes the class ids of a batch, [batch], as DL4J's output layers read them: float32, [batch,
 * classes], 1 at the class and 0 elsewhere.
 */
public final class OneHotLabels implements MultiDataSetPreProcessor {

  private final int classes;

  /**
   * For class ids in [0, {@code classes}).
   *
   * @throws IllegalArgumentException if there are none
   */
  public OneHotLabels(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("classes is " + classes + ", expected at least 1");
    }
    this.classes = classes;
  }

  @Override
  public void preProcess(MultiDataSet batch) {
    INDArray ids = batch.getLabels(0);
    if (ids.length() != ids.size(0)) {
      throw new IllegalArgumentException(
          "The labels have the shape %s, expected a class for each example"
              .formatted(Arrays.toString(ids.shape())));
    }
    float[][] rows = new float[Math.toIntExact(ids.length())][classes];
    int[] each = ids.castTo(DataType.INT32).dup('c').data().asInt();
    for (int row = 0; row < rows.length; row++) {
      if (each[row] < 0 || each[row] >= classes) {
        throw new IllegalArgumentException(
            "The labels hold the class %d, expected classes from 0 to %d"
                .formatted(each[row], classes - 1));
      }
      rows[row][each[row]] = 1;
    }
    batch.setLabels(0, Nd4j.createFromArray(rows));
  }
}
