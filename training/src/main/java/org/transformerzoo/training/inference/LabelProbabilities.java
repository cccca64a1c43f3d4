package org.transformerzoo.training.inference;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How probable a classifier finds each label.
 *
 * @param labels all labels of the model, in its order
 * @param probabilities of each label; they sum to 1 if {@code exclusive}
 * @param exclusive whether one label is right, or any number of them
 */
public record LabelProbabilities(
    List<String> labels, List<Double> probabilities, boolean exclusive) {

  /** The probability from which a label of several counts as present. */
  public static final double PRESENT = 0.5;

  /** Copies the lists. */
  public LabelProbabilities {
    labels = List.copyOf(labels);
    probabilities = List.copyOf(probabilities);
    if (labels.isEmpty() || labels.size() != probabilities.size()) {
      throw new IllegalArgumentException(
          labels.size() + " labels but " + probabilities.size() + " probabilities");
    }
  }

  /** The most probable label. */
  public String label() {
    return labels.get(best());
  }

  /** The probability of {@link #label()}. */
  public double probability() {
    return probabilities.get(best());
  }

  /**
   * The probability of one label.
   *
   * @throws IllegalArgumentException if the model does not have it
   */
  public double probability(String label) {
    int place = labels.indexOf(label);
    if (place < 0) {
      throw new IllegalArgumentException(
          "The model has no label \"" + label + "\", expected one of " + labels);
    }
    return probabilities.get(place);
  }

  /**
   * The labels that apply, in the model's order: the most probable one if they exclude each other,
   * else all whose probability is at least {@value #PRESENT}, perhaps none.
   */
  public List<String> present() {
    return exclusive
        ? List.of(label())
        : IntStream.range(0, labels.size())
            .filter(i -> probabilities.get(i) >= PRESENT)
            .mapToObj(labels::get)
            .toList();
  }

  private int best() {
    return IntStream.range(0, labels.size())
        .boxed()
        .max(
            Comparator.<Integer>comparingDouble(probabilities::get)
                .thenComparing(Comparator.reverseOrder()))
        .orElseThrow();
  }
}
