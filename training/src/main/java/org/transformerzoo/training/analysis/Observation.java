package org.transformerzoo.training.analysis;

import java.util.List;
import java.util.Optional;
import org.transformerzoo.datavec.reader.TextExample;

/**
 * What a model says about one example, beside the truth where that is known.
 *
 * <p>Where words are labelled, it is about the words that the model read: those of a text that is
 * too long end where the model stopped, and those of which the tokenizer leaves nothing are none.
 */
public final class Observation {

  private final TextExample example;
  private final TaskAnswers task;
  private final List<String> labels;
  private final int tokens;
  private final int[] words;
  private final float[][] logits;
  private final float[] truth;
  private final float[] hiddenState;

  Observation(
      TextExample example,
      TaskAnswers task,
      List<String> labels,
      int tokens,
      int[] words,
      float[][] logits,
      float[] truth,
      float[] hiddenState) {
    this.example = example;
    this.task = task;
    this.labels = labels;
    this.tokens = tokens;
    this.words = words;
    this.logits = logits;
    this.truth = truth;
    this.hiddenState = hiddenState;
  }

  /** The example. */
  public TextExample example() {
    return example;
  }

  /** How many tokens the model read, special ones included. */
  public int tokens() {
    return tokens;
  }

  /** Which words of the example were labelled, by their places, where words are; else empty. */
  public int[] words() {
    return words.clone();
  }

  /** The label, the labels joined by commas, the values, or the tags of the words with spaces. */
  public String outcome() {
    return task.outcome(logits, labels);
  }

  /**
   * For each label of the model its probability; for regression the value of each target; where
   * words are labelled the probability of each word's tag.
   */
  public List<Double> scores() {
    return task.scores(logits);
  }

  /** The truth as the file has it: {@code labels} of the example, joined as in the outcome. */
  public String label() {
    String separator = task == TaskAnswers.TOKENS ? " " : ",";
    return String.join(separator, example.labels());
  }

  /** Whether the truth is known. */
  public boolean isLabelled() {
    return truth.length > 0;
  }

  /** The choices that can be right or wrong; none for regression or where no truth is known. */
  public List<Decision> decisions() {
    return isLabelled() ? task.decisions(logits, truth) : List.of();
  }

  /** Whether all choices are right; empty where there are none. */
  public Optional<Boolean> isRight() {
    List<Decision> decisions = decisions();
    return decisions.isEmpty()
        ? Optional.empty()
        : Optional.of(decisions.stream().allMatch(Decision::isRight));
  }

  /** The mean of the tokens' vectors behind a layer, [hidden]: not to be changed. */
  public float[] hiddenState() {
    return hiddenState;
  }

  /** Not to be changed: [1 or words, outputs]. */
  float[][] logits() {
    return logits;
  }

  /** Not to be changed: a class, numbers, or the tag of each word. */
  float[] truth() {
    return truth;
  }
}
