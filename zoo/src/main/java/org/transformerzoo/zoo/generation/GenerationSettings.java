package org.transformerzoo.zoo.generation;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a text is written. {@link #builder} has the defaults of transformers.
 *
 * @param maximumNewTokens how many tokens are written at most, the end token included, at least 1
 * @param minimumNewTokens the text does not end before so many
 * @param beams number of texts that are followed at a time, 1 for the greedy one
 * @param lengthPenalty scores are divided by length to this power: above 0 prefers long texts
 * @param earlyStopping when a beam search ends
 * @param noRepeatSize no sequence of so many tokens occurs twice in a text, 0 for any
 * @param forcedFirst the first token, if it is fixed
 * @param forcedLast the token at the maximum length, if it is fixed
 * @param sampling how words are drawn; absent to take the best
 */
public record GenerationSettings(
    int maximumNewTokens,
    int minimumNewTokens,
    int beams,
    double lengthPenalty,
    EarlyStopping earlyStopping,
    int noRepeatSize,
    OptionalInt forcedFirst,
    OptionalInt forcedLast,
    Optional<Sampling> sampling) {

  /** What transformers takes where nothing is said, the start token counted. */
  static final int USUAL_MAXIMUM_LENGTH = 20;

  /**
   * Checks all of them.
   *
   * @throws IllegalArgumentException if one is out of its range, or two contradict each other; the
   *     message names it, its value and what is expected
   */
  public GenerationSettings {
    check(maximumNewTokens >= 1, "maximum of new tokens", maximumNewTokens, "at least 1");
    check(minimumNewTokens >= 0, "minimum of new tokens", minimumNewTokens, "at least 0");
    check(
        minimumNewTokens <= maximumNewTokens,
        "minimum of new tokens",
        minimumNewTokens,
        "at most their maximum, " + maximumNewTokens);
    check(beams >= 1, "number of beams", beams, "at least 1");
    check(noRepeatSize >= 0, "size that does not repeat", noRepeatSize, "at least 0");
    check(beams == 1 || sampling.isEmpty(), "number of beams", beams, "1, because words are drawn");
    if (!Double.isFinite(lengthPenalty)) {
      throw new IllegalArgumentException(
          "The length penalty is " + lengthPenalty + ", expected a finite number");
    }
  }

  private static void check(boolean valid, String name, int value, String expected) {
    if (!valid) {
      throw new IllegalArgumentException("The " + name + " is " + value + ", expected " + expected);
    }
  }

  /** Settings to change. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds settings; {@link #build} checks them together. */
  public static final class Builder {

    private int maximumNewTokens = USUAL_MAXIMUM_LENGTH - 1;
    private int minimumNewTokens;
    private int beams = 1;
    private double lengthPenalty = 1;
    private EarlyStopping earlyStopping = EarlyStopping.WHEN_UNLIKELY;
    private int noRepeatSize;
    private OptionalInt forcedFirst = OptionalInt.empty();
    private OptionalInt forcedLast = OptionalInt.empty();
    private Optional<Sampling> sampling = Optional.empty();

    private Builder() {}

    /** See {@link GenerationSettings#maximumNewTokens}. */
    public Builder maximumNewTokens(int tokens) {
      maximumNewTokens = tokens;
      return this;
    }

    /** See {@link GenerationSettings#minimumNewTokens}. */
    public Builder minimumNewTokens(int tokens) {
      minimumNewTokens = tokens;
      return this;
    }

    /** Lowers both numbers of tokens to {@code positions}, where they are above it. */
    public Builder withinPositions(int positions) {
      maximumNewTokens = Math.min(maximumNewTokens, positions);
      minimumNewTokens = Math.min(minimumNewTokens, positions);
      return this;
    }

    /** See {@link GenerationSettings#beams}. */
    public Builder beams(int count) {
      beams = count;
      return this;
    }

    /** See {@link GenerationSettings#lengthPenalty}. */
    public Builder lengthPenalty(double power) {
      lengthPenalty = power;
      return this;
    }

    /** See {@link GenerationSettings#earlyStopping}. */
    public Builder earlyStopping(EarlyStopping rule) {
      earlyStopping = rule;
      return this;
    }

    /** See {@link GenerationSettings#noRepeatSize}. */
    public Builder noRepeatSize(int size) {
      noRepeatSize = size;
      return this;
    }

    /** See {@link GenerationSettings#forcedFirst}. */
    public Builder forcedFirst(int tokenId) {
      forcedFirst = OptionalInt.of(tokenId);
      return this;
    }

    /** See {@link GenerationSettings#forcedLast}. */
    public Builder forcedLast(int tokenId) {
      forcedLast = OptionalInt.of(tokenId);
      return this;
    }

    /** See {@link GenerationSettings#sampling}. */
    public Builder sampling(Sampling draws) {
      sampling = Optional.of(draws);
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if they contradict each other
     */
    public GenerationSettings build() {
      return new GenerationSettings(
          maximumNewTokens,
          minimumNewTokens,
          beams,
          lengthPenalty,
          earlyStopping,
          noRepeatSize,
          forcedFirst,
          forcedLast,
          sampling);
    }
  }
}
