package org.transformerzoo.training.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * How far a model's probabilities can be believed: among choices of which it is 80 % sure, are 80 %
 * right? Follows Guo et al., "On Calibration of Modern Neural Networks" (arXiv 1706.04599).
 *
 * @param bins of equal width over [0, 1], the lowest confidence first
 * @param expectedError the mean over all choices of the distance between their bin's accuracy and
 *     mean confidence, in [0, 1]: the expected calibration error
 */
public record Calibration(List<Bin> bins, double expectedError) {

  private static final int BINS = 10;

  /**
   * The choices with a confidence in one range.
   *
   * @param from its lower end, included; 1 is in the last range
   * @param to its upper end
   * @param count how many there are
   * @param confidence their mean confidence; 0 if there are none
   * @param accuracy how large a part of them is right, in [0, 1]; 0 if there are none
   */
  public record Bin(double from, double to, long count, double confidence, double accuracy) {}

  static Calibration of(List<Decision> decisions) {
    long[] counts = new long[BINS];
    long[] right = new long[BINS];
    double[] confidences = new double[BINS];
    for (Decision decision : decisions) {
      int bin = Math.min(BINS - 1, (int) (decision.confidence() * BINS));
      counts[bin]++;
      right[bin] += decision.isRight() ? 1 : 0;
      confidences[bin] += decision.confidence();
    }
    List<Bin> bins = new ArrayList<>();
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      double count = Math.max(1, counts[bin]);
      double confidence = confidences[bin] / count;
      double accuracy = right[bin] / count;
      bins.add(new Bin((double) bin / BINS, (bin + 1.0) / BINS, counts[bin], confidence, accuracy));
      error += counts[bin] * Math.abs(accuracy - confidence);
    }
    return new Calibration(List.copyOf(bins), error / Math.max(1, decisions.size()));
  }
}
