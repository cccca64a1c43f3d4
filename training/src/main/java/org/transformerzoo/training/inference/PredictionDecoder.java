package org.transformerzoo.training.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.task.TaskHead;

/** Turns the logits of one input into a prediction. */
@FunctionalInterface
interface PredictionDecoder {

  /** The probability from which a label of several counts as present. */
  double PRESENT = 0.5;

  /**
   * Decodes one input.
   *
   * @param encoding the input as it was tokenized
   * @param logits [labels], or for tagging [length · labels]
   */
  Prediction decode(Encoding encoding, float[] logits);

  /** The decoder for the task of a model. */
  static PredictionDecoder of(TaskHead task) {
    List<String> labels = task.labels();
    return switch (task.name()) {
      case "classification" -> (encoding, logits) -> mostLikely(labels, logits);
      case "multilabel" -> (encoding, logits) -> present(labels, logits);
      case "regression" -> (encoding, logits) -> values(logits);
      case "tokens" -> (encoding, logits) -> tags(labels, encoding, logits);
      default ->
          throw new InvalidModelException(
              "A model for the task \"" + task.name() + "\" has no labels to predict");
    };
  }

  private static Prediction mostLikely(List<String> labels, float[] logits) {
    List<Double> probabilities = softmax(logits);
    return new Prediction(labels.get(largest(logits, 0, logits.length)), probabilities);
  }

  private static Prediction present(List<String> labels, float[] logits) {
    List<Double> probabilities = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (int i = 0; i < logits.length; i++) {
      double probability = 1 / (1 + Math.exp(-logits[i]));
      probabilities.add(probability);
      if (probability >= PRESENT) {
        found.add(labels.get(i));
      }
    }
    return new Prediction(String.join(",", found), probabilities);
  }

  private static Prediction values(float[] logits) {
    List<Double> values = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (float value : logits) {
      values.add((double) value);
      words.add(String.format(Locale.ROOT, "%.6g", value));
    }
    return new Prediction(String.join(",", words), values);
  }

  /** The tag of a word is that of its first piece, as in training. */
  private static Prediction tags(List<String> labels, Encoding encoding, float[] logits) {
    List<String> tags = new ArrayList<>();
    int previous = Encoding.NO_WORD;
    for (int i = 0; i < encoding.length(); i++) {
      int word = encoding.wordIds()[i];
      if (word != Encoding.NO_WORD && word != previous) {
        tags.add(labels.get(largest(logits, i * labels.size(), labels.size())));
      }
      previous = word;
    }
    return new Prediction(String.join(" ", tags), List.of());
  }

  private static List<Double> softmax(float[] logits) {
    double largest = logits[largest(logits, 0, logits.length)];
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - largest);
    }
    List<Double> probabilities = new ArrayList<>();
    for (float logit : logits) {
      probabilities.add(Math.exp(logit - largest) / sum);
    }
    return probabilities;
  }

  /** The place of the largest of {@code count} values, relative to {@code start}. */
  private static int largest(float[] values, int start, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values[start + i] > values[start + best]) {
        best = i;
      }
    }
    return best;
  }
}
