package org.transformerzoo.training.gradient;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.training.buffer.FlatBuffer;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.parameter.FlatParameters;

/**
 * Smoothness-inducing adversarial regularization (SMART: Jiang et al., 2020, arXiv 1911.03437).
 * Each micro-batch goes through the graph twice at once, the second time with words that were
 * moved, each where it stands, to where the predictions change most: from a small random place by
 * ascent along the gradient, divided by the largest entry of its example, always within a ball of
 * the maximum norm. The graph adds that change to the loss.
 */
public final class SmoothnessGradients implements GradientComputation {

  /** The paper's rate of ascent is so many times as large as its ball. */
  private static final float STRIDE = 100;

  private final GradientComputation inner;
  private final FlatParameters parameters;
  private final float size;
  private final int steps;
  private final long seed;

  /**
   * Smoothness around {@code inner}.
   *
   * @param inner of a graph whose objective has smoothness
   * @param parameters of that graph, {@link GraphBuilder#MOVES} among them
   * @param size the largest move of an entry of a word's vector, and the deviation of the random
   *     beginning, above 0
   * @param steps of the ascent, at least 1
   * @param seed from which the beginning is drawn
   * @throws IllegalArgumentException if {@code size} or {@code steps} is out of its range
   */
  public SmoothnessGradients(
      GradientComputation inner, FlatParameters parameters, double size, int steps, long seed) {
    if (!(size > 0) || steps < 1) {
      throw new IllegalArgumentException(
          "size and steps are %s and %d, expected above 0 and at least 1".formatted(size, steps));
    }
    this.inner = inner;
    this.parameters = parameters;
    this.size = (float) size;
    this.steps = steps;
    this.seed = seed;
  }

  @Override
  public double accumulate(Map<String, INDArray> inputs, double weight, Pass pass) {
    if (pass.first()) {
      return smooth(inputs, weight, pass);
    }
    INDArray earlier = parameters.gradients().dup();
    double loss = smooth(inputs, weight, new Pass(pass.number(), true));
    parameters.gradients().addi(earlier);
    earlier.close();
    return loss;
  }

  private double smooth(Map<String, INDArray> inputs, double weight, Pass alone) {
    INDArray ids = inputs.get(TokenInputs.INPUT_IDS); // [examples, length]
    Map<String, INDArray> doubled = doubled(inputs, ids);
    INDArray table = parameters.value(GraphBuilder.MOVES); // [1 + words, width]
    int width = Math.toIntExact(table.size(1));
    FlatBuffer moves = FlatBuffer.of(table);
    float[][] ofExamples = beginning(ids, width, alone);
    try {
      write(ofExamples, moves, width);
      for (int i = 0; i < steps; i++) {
        inner.accumulate(doubled, weight, alone);
        climb(ofExamples, FlatBuffer.of(parameters.gradient(GraphBuilder.MOVES)), width);
        write(ofExamples, moves, width);
      }
      return inner.accumulate(doubled, weight, alone);
    } finally {
      table.assign(0);
    }
  }

  /** The inputs twice, and which word of the second half is moved by what. */
  private static Map<String, INDArray> doubled(Map<String, INDArray> inputs, INDArray ids) {
    Map<String, INDArray> doubled = new LinkedHashMap<>();
    inputs.forEach((name, array) -> doubled.put(name, Nd4j.concat(0, array, array)));
    int words = Math.toIntExact(ids.length());
    int[] rows = new int[2 * words];
    for (int i = 0; i < words; i++) {
      rows[words + i] = i + 1;
    }
    doubled.put(
        GraphBuilder.MOVED, Nd4j.createFromArray(rows).reshape(2 * ids.size(0), ids.size(1)));
    return doubled;
  }

  private float[][] beginning(INDArray ids, int width, Pass pass) {
    SplittableRandom random = new RandomKey(seed, "smoothness", pass.number()).stream(0);
    float[][] drawn = new float[(int) ids.size(0)][Math.toIntExact(ids.size(1)) * width];
    for (float[] example : drawn) {
      for (int i = 0; i < example.length; i++) {
        example[i] = within((float) random.nextGaussian() * size);
      }
    }
    return drawn;
  }

  /** Goes along the gradient of each example and back into the ball. */
  private void climb(float[][] moves, FlatBuffer gradients, int width) {
    long start = width; // the first row is of words that stay
    for (float[] example : moves) {
      float[] gradient = new float[example.length];
      gradients.read(start, gradient, gradient.length);
      start += gradient.length;
      float largest = 0;
      for (float entry : gradient) {
        largest = Math.max(largest, Math.abs(entry));
      }
      if (largest > 0 && Float.isFinite(largest)) {
        for (int i = 0; i < example.length; i++) {
          example[i] = within(example[i] + STRIDE * size * (gradient[i] / largest));
        }
      }
    }
  }

  private float within(float move) {
    return Math.max(-size, Math.min(size, move));
  }

  private static void write(float[][] moves, FlatBuffer table, int width) {
    long start = width;
    for (float[] example : moves) {
      table.write(start, example, example.length);
      start += example.length;
    }
  }
}
