package org.transformerzoo.training.analysis;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.inference.AlternativeHypothesis;
import org.apache.commons.math3.stat.inference.BinomialTest;

/**
 * Two models on the same examples.
 *
 * @param agreeing examples to which both give the same answer, by their places
 * @param differing those to which they do not
 * @param onlyFirstRight those that the first model alone has right
 * @param onlySecondRight those that the second model alone has right
 * @param sameErrorRate the probability of so uneven a split of the last two, or a more uneven one,
 *     if both models were wrong equally often: McNemar's exact test; 1 if nothing was chosen
 */
public record ModelComparison(
    List<Integer> agreeing,
    List<Integer> differing,
    List<Integer> onlyFirstRight,
    List<Integer> onlySecondRight,
    double sameErrorRate) {

  /**
   * Compares what two models say.
   *
   * @throws IllegalArgumentException if it is not about the same examples
   */
  public static ModelComparison of(List<Observation> first, List<Observation> second) {
    if (first.size() != second.size()) {
      throw new IllegalArgumentException(
          "The first model was asked about %d examples, the second about %d"
              .formatted(first.size(), second.size()));
    }
    List<Integer> agreeing = new ArrayList<>();
    List<Integer> differing = new ArrayList<>();
    List<Integer> onlyFirst = new ArrayList<>();
    List<Integer> onlySecond = new ArrayList<>();
    for (int place = 0; place < first.size(); place++) {
      Observation one = first.get(place);
      Observation other = second.get(place);
      if (!one.example().equals(other.example())) {
        throw new IllegalArgumentException(
            "The models were asked about other examples at " + place);
      }
      (one.outcome().equals(other.outcome()) ? agreeing : differing).add(place);
      boolean firstRight = one.isRight().orElse(false);
      boolean secondRight = other.isRight().orElse(false);
      if (firstRight != secondRight) {
        (firstRight ? onlyFirst : onlySecond).add(place);
      }
    }
    return new ModelComparison(
        List.copyOf(agreeing),
        List.copyOf(differing),
        List.copyOf(onlyFirst),
        List.copyOf(onlySecond),
        sameErrorRate(onlyFirst.size(), onlySecond.size()));
  }

  private static double sameErrorRate(int first, int second) {
    int uneven = first + second;
    if (uneven == 0) {
      return 1;
    }
    double found =
        new BinomialTest().binomialTest(uneven, first, 0.5, AlternativeHypothesis.TWO_SIDED);
    return Math.min(1, found); // it counts the middle twice
  }
}
