package org.transformerzoo.zoo.generation;

/**
 * Draws words by their probability instead of taking the best.
 *
 * @param temperature divides the scores: below 1 prefers likely words, above 1 evens out
 * @param topK how many of the likeliest words may be drawn (Fan et al., 2018), 0 for all
 * @param topP the likeliest words that have this probability together may be drawn (Holtzman et
 *     al., 2019), 1 for all
 * @param seed of the draws; the same seed writes the same text
 */
public record Sampling(double temperature, int topK, double topP, long seed) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if the temperature is not above 0 and finite, topK is negative
   *     or topP is not in (0, 1]
   */
  public Sampling {
    check(temperature > 0 && temperature < Double.POSITIVE_INFINITY, "temperature", temperature);
    check(topK >= 0, "topK", topK);
    check(topP > 0 && topP <= 1, "topP", topP);
  }

  private static void check(boolean valid, String name, double value) {
    if (!valid) {
      throw new IllegalArgumentException(
          name + " is " + value + ", expected temperature > 0, topK >= 0 and topP in (0, 1]");
    }
  }
}
