package org.transformerzoo.zoo.generation;

import java.util.Optional;
import java.util.OptionalInt;
import org.transformerzoo.zoo.config.ConfigFile;

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

  private static final int USUAL_MAXIMUM_LENGTH = 20;

  public GenerationSettings {
    check(maximumNewTokens >= 1, "maximumNewTokens", maximumNewTokens, "at least 1");
    check(minimumNewTokens >= 0, "minimumNewTokens", minimumNewTokens, "at least 0");
    check(
        minimumNewTokens <= maximumNewTokens,
        "minimumNewTokens",
        minimumNewTokens,
        "at most maximumNewTokens, " + maximumNewTokens);
    check(beams >= 1, "beams", beams, "at least 1");
    check(noRepeatSize >= 0, "noRepeatSize", noRepeatSize, "at least 0");
    check(beams == 1 || sampling.isEmpty(), "beams", beams, "1, because words are drawn");
  }

  private static void check(boolean valid, String name, int value, String expected) {
    if (!valid) {
      throw new IllegalArgumentException(name + " is " + value + ", expected " + expected);
    }
  }

  /** Settings to change. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The settings that a model's configuration recommends, to change. Lengths count the token that
   * the decoder starts with there, and not here.
   */
  public static Builder describedBy(ConfigFile config) {
    Builder builder =
        builder()
            .maximumNewTokens(
                Math.max(1, config.optionalInt("max_length", USUAL_MAXIMUM_LENGTH, 1) - 1))
            .beams(config.optionalInt("num_beams", 1, 1))
            .lengthPenalty(
                config.optionalDouble("length_penalty", 1, -Double.MAX_VALUE, Double.MAX_VALUE))
            .noRepeatSize(config.optionalInt("no_repeat_ngram_size", 0, 0));
    builder.minimumNewTokens(
        Math.min(
            Math.max(0, config.optionalInt("min_length", 0, 0) - 1), builder.maximumNewTokens));
    if (config.optionalBoolean("early_stopping", false)) {
      builder.earlyStopping(EarlyStopping.AT_ONCE);
    }
    if (config.has("forced_bos_token_id")) {
      builder.forcedFirst(config.requiredInt("forced_bos_token_id", 0));
    }
    if (config.has("forced_eos_token_id")) {
      builder.forcedLast(config.requiredInt("forced_eos_token_id", 0));
    }
    return builder;
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
