package org.transformerzoo.examples.cli;

import java.util.Optional;
import java.util.stream.Stream;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.zoo.generation.EarlyStopping;
import org.transformerzoo.zoo.generation.GenerationSettings;
import org.transformerzoo.zoo.generation.Sampling;
import picocli.CommandLine.Option;

/** How texts are to be written; what is not said here is as the model recommends. */
final class GenerationOptions {

  @Option(
      names = "--max-new-tokens",
      paramLabel = "N",
      description = "The longest text, the end token included.")
  private Integer maximumNewTokens;

  @Option(
      names = "--min-new-tokens",
      paramLabel = "N",
      description = "A text does not end before so many tokens.")
  private Integer minimumNewTokens;

  @Option(
      names = {"--beams", "--num-beams"},
      paramLabel = "N",
      description = "How many texts a beam search follows; 1 takes the best token each time.")
  private Integer beams;

  @Option(
      names = "--length-penalty",
      paramLabel = "X",
      description = "Beam search: above 0 prefers long texts, below 0 short ones.")
  private Double lengthPenalty;

  @Option(
      names = "--early-stopping",
      paramLabel = "RULE",
      description =
          "Beam search ends at_once when there are enough texts, when_unlikely or when_impossible"
              + " that there are better ones.")
  private EarlyStopping earlyStopping;

  @Option(
      names = "--no-repeat-ngram-size",
      paramLabel = "N",
      description = "No N tokens occur twice in a text in the same order; 0 allows all.")
  private Integer noRepeatSize;

  @Option(
      names = "--forced-bos-token-id",
      paramLabel = "ID",
      description = "The first token of every text.")
  private Integer forcedFirst;

  @Option(
      names = "--forced-eos-token-id",
      paramLabel = "ID",
      description = "The last token of a text of the greatest length.")
  private Integer forcedLast;

  @Option(
      names = "--sample",
      description =
          "Draw tokens by their probability instead of taking the best; so do the next four.")
  private boolean sample;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      description = "Below 1 prefers likely tokens, above 1 evens out (default: 1).")
  private Double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      description = "Draw from the N likeliest tokens, 0 for all (default: 0).")
  private Integer topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description = "Draw from the likeliest tokens of this probability together (default: 1).")
  private Double topP;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the draws; the same seed writes the same text (default: 0).")
  private Long seed;

  /**
   * The settings.
   *
   * @param recommended by the model
   * @throws InvalidSettingException if a value is out of range or they contradict each other
   */
  GenerationSettings over(GenerationSettings.Builder recommended) {
    GenerationSettings.Builder builder = recommended;
    Optional.ofNullable(maximumNewTokens).ifPresent(builder::maximumNewTokens);
    Optional.ofNullable(minimumNewTokens).ifPresent(builder::minimumNewTokens);
    Optional.ofNullable(lengthPenalty).ifPresent(builder::lengthPenalty);
    Optional.ofNullable(earlyStopping).ifPresent(builder::earlyStopping);
    Optional.ofNullable(noRepeatSize).ifPresent(builder::noRepeatSize);
    Optional.ofNullable(forcedFirst).ifPresent(builder::forcedFirst);
    Optional.ofNullable(forcedLast).ifPresent(builder::forcedLast);
    try {
      if (draws()) {
        builder.beams(1).sampling(sampling());
      }
      Optional.ofNullable(beams).ifPresent(builder::beams);
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(e.getMessage());
    }
  }

  private boolean draws() {
    return sample || Stream.of(temperature, topK, topP, seed).anyMatch(value -> value != null);
  }

  private Sampling sampling() {
    return new Sampling(
        temperature == null ? 1 : temperature,
        topK == null ? 0 : topK,
        topP == null ? 1 : topP,
        seed == null ? 0 : seed);
  }
}
