package org.transformerzoo.zoo.parameter;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.execution.RandomKey;

/**
 * Random initialisation as transformers does it: matrices, tables and query biases from N(0,
 * deviation²), gains, mixtures and fixed statistics one, biases zero. The values depend on the seed
 * and the parameter's name alone, not on which other parameters are initialised or in which order.
 *
 * @param seed the seed of the run
 * @param deviation standard deviation, {@code initializer_range} of the configuration, at least 0
 */
public record Initialization(long seed, double deviation) {

  /**
   * Checks the deviation.
   *
   * @throws IllegalArgumentException if it is negative or not a number
   */
  public Initialization {
    if (!(deviation >= 0)) {
      throw new IllegalArgumentException("deviation is " + deviation + ", expected at least 0");
    }
  }

  /** Fills {@code values}, the tensor of {@code parameter}, with fresh values. */
  public void fill(Parameter parameter, INDArray values) {
    switch (parameter.kind()) {
      case NORM_GAIN, MIXTURE, FIXED -> values.assign(1);
      case BIAS, NORM_BIAS -> values.assign(0);
      case EMBEDDING,
          LINEAR_WEIGHT,
          INPUT_PROJECTION,
          OUTPUT_PROJECTION,
          WEIGHT_MATRIX,
          QUERY_BIAS ->
          values.assign(normal(parameter));
    }
  }

  private INDArray normal(Parameter parameter) {
    SplittableRandom random =
        new RandomKey(seed, "initialization/" + parameter.name(), 0).stream(0);
    float[] values = new float[Math.toIntExact(parameter.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return Nd4j.createFromArray(values).reshape(parameter.dimensions());
  }
}
