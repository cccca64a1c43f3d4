package org.transformerzoo.training.inference;

import java.util.List;

/**
 * What a model says about one input.
 *
 * @param outcome the label, the labels joined by commas, the value, or the tags joined by spaces
 * @param scores for each label of the model its probability, for regression each target's value;
 *     empty for tagging
 */
public record Prediction(String outcome, List<Double> scores) {
  /** Copies the scores. */
  public Prediction {
    scores = List.copyOf(scores);
  }
}
