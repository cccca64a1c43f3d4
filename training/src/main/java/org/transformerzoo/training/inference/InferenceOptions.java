package org.transformerzoo.training.inference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.finetuning.RunCard;

/**
 * How a model is asked.
 *
 * @param maxLength longer inputs are shortened to so many tokens, or to what the model can read; at
 *     least {@value #SHORTEST}
 * @param batchSize how many inputs are computed together at most, at least 1
 */
public record InferenceOptions(int maxLength, int batchSize) {

  private static final int SHORTEST = 4;
  private static final int USUAL_LENGTH = 128;
  private static final int USUAL_BATCH = 32;

  /** Checks the numbers. */
  public InferenceOptions {
    List<String> problems = new ArrayList<>();
    if (maxLength < SHORTEST) {
      problems.add("maxLength is " + maxLength + ", expected at least " + SHORTEST);
    }
    if (batchSize < 1) {
      problems.add("batchSize is " + batchSize + ", expected at least 1");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** 128 tokens, 32 inputs together. */
  public static InferenceOptions defaults() {
    return new InferenceOptions(USUAL_LENGTH, USUAL_BATCH);
  }

  /**
   * The defaults, but with the length that the model of {@code folder} was fine-tuned with, if its
   * {@link RunCard} says so.
   */
  public static InferenceOptions of(Path folder) {
    return RunCard.configuration(folder)
        .map(card -> defaults().withMaxLength(card.get(DataSettings.MAX_LENGTH)))
        .orElseGet(InferenceOptions::defaults);
  }

  /** These options with another length. */
  public InferenceOptions withMaxLength(int tokens) {
    return new InferenceOptions(tokens, batchSize);
  }

  /** These options with another size of batches. */
  public InferenceOptions withBatchSize(int inputs) {
    return new InferenceOptions(maxLength, inputs);
  }
}
