package org.transformerzoo.training.interpretation;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which of a model's outputs is explained.
 *
 * @param label the label whose logit it is; where absent, the most probable one, or the only output
 *     of a regression
 * @param token whose label it is, for models that label tokens: its place among {@link
 *     ExplainedText#tokens}
 */
public record OutputChoice(Optional<String> label, OptionalInt token) {

  /** What a model of whole texts predicts. */
  public static OutputChoice predicted() {
    return new OutputChoice(Optional.empty(), OptionalInt.empty());
  }

  /** The logit of {@code label}, of a whole text. */
  public static OutputChoice of(String label) {
    return new OutputChoice(Optional.of(label), OptionalInt.empty());
  }

  /** This choice for the token at {@code place}. */
  public OutputChoice atToken(int place) {
    return new OutputChoice(label, OptionalInt.of(place));
  }
}
