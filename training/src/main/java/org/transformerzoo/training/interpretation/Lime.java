package org.transformerzoo.training.interpretation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * LIME for texts (Ribeiro et al., 2016, arXiv 1602.04938): the weights of a linear model that says
 * the output from which words of the text are left in, fitted on texts that lack random words. As
 * in the authors' code a text counts by exp(−d²/(2·25²)), d being 100 times the cosine distance to
 * the whole text, and the fit is a ridge regression with penalty 1; unlike there all words are kept
 * and the output is a logit. All tokens of a word have its weight, special tokens 0.
 *
 * @param samples texts without some of the words, from 10 to 100,000
 * @param seed of the choice of words; equal seeds give equal scores
 */
public record Lime(int samples, long seed) implements SalienceMethod {

  private static final int LEAST_SAMPLES = 10;
  private static final int MOST_SAMPLES = 100_000;
  private static final double KERNEL_WIDTH = 25;
  private static final double PERCENT = 100;
  private static final double PENALTY = 1;

  /** Checks the number of samples. */
  public Lime {
    if (samples < LEAST_SAMPLES || samples > MOST_SAMPLES) {
      throw new IllegalArgumentException(
          "samples is %d, expected from %d to %,d".formatted(samples, LEAST_SAMPLES, MOST_SAMPLES));
    }
  }

  @Override
  public String name() {
    return "lime";
  }

  @Override
  public Salience salience(ExplainedText text) {
    List<List<Integer>> words = text.words();
    List<boolean[]> left = draw(text, words);
    double[] outputs =
        text.outputsOf(left.stream().map(each -> tokens(text, words, each)).toList());
    double[] weights = fit(left, outputs);
    double[] scores = new double[text.tokens().size()];
    for (int word = 0; word < words.size(); word++) {
      for (int token : words.get(word)) {
        scores[token] = weights[word];
      }
    }
    return Salience.of(this, text, scores);
  }

  /** Which words each sample has; the first has all. */
  private List<boolean[]> draw(ExplainedText text, List<List<Integer>> words) {
    Random random = new Random(seed);
    List<Integer> removable = new ArrayList<>();
    for (int word = 0; word < words.size(); word++) {
      if (!words.get(word).contains(text.labelledToken())) {
        removable.add(word);
      }
    }
    List<boolean[]> samples = new ArrayList<>();
    for (int sample = 0; sample <= this.samples; sample++) {
      boolean[] left = new boolean[words.size()];
      Arrays.fill(left, true);
      if (sample > 0 && !removable.isEmpty()) {
        Collections.shuffle(removable, random);
        int missing = 1 + random.nextInt(removable.size());
        removable.subList(0, missing).forEach(word -> left[word] = false);
      }
      samples.add(left);
    }
    return samples;
  }

  private static boolean[] tokens(
      ExplainedText text, List<List<Integer>> words, boolean[] wordsLeft) {
    boolean[] kept = new boolean[text.tokens().size()];
    Arrays.fill(kept, true);
    for (int word = 0; word < wordsLeft.length; word++) {
      for (int token : words.get(word)) {
        kept[token] = wordsLeft[word];
      }
    }
    return kept;
  }

  /** The weight of each word, by a ridge regression whose constant has no penalty. */
  private static double[] fit(List<boolean[]> samples, double[] outputs) {
    int words = samples.get(0).length;
    if (words == 0) {
      return new double[0];
    }
    double[] nearness = samples.stream().mapToDouble(Lime::nearness).toArray();
    double total = Arrays.stream(nearness).sum();
    RealVector meanWords = new ArrayRealVector(words);
    double meanOutput = 0;
    for (int sample = 0; sample < outputs.length; sample++) {
      double share = nearness[sample] / total;
      meanWords = meanWords.add(indicator(samples.get(sample)).mapMultiply(share));
      meanOutput += share * outputs[sample];
    }
    RealMatrix left = new Array2DRowRealMatrix(words, words); // XᵀWX + penalty
    RealVector right = new ArrayRealVector(words); // XᵀWy
    for (int sample = 0; sample < outputs.length; sample++) {
      double root = Math.sqrt(nearness[sample]); // on both sides, so that XᵀWX is symmetric
      RealVector row = indicator(samples.get(sample)).subtract(meanWords).mapMultiply(root);
      left = left.add(row.outerProduct(row));
      right = right.add(row.mapMultiply(root * (outputs[sample] - meanOutput)));
    }
    for (int word = 0; word < words; word++) {
      left.addToEntry(word, word, PENALTY);
    }
    return new CholeskyDecomposition(left).getSolver().solve(right).toArray();
  }

  private static RealVector indicator(boolean[] left) {
    RealVector indicator = new ArrayRealVector(left.length);
    for (int word = 0; word < left.length; word++) {
      indicator.setEntry(word, left[word] ? 1 : 0);
    }
    return indicator;
  }

  private static double nearness(boolean[] left) {
    int count = 0;
    for (boolean each : left) {
      count += each ? 1 : 0;
    }
    double distance = PERCENT * (1 - Math.sqrt((double) count / left.length));
    return Math.exp(-distance * distance / (2 * KERNEL_WIDTH * KERNEL_WIDTH));
  }
}
