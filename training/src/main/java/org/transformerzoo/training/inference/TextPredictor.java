package org.transformerzoo.training.inference;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.reader.TextRole;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.task.TaskHead;

/**
 * Predicts with whichever labelled task a saved model has, in a form fit for tables. {@link
 * TextClassifier}, {@link TextRegressor} and {@link TokenClassifier} do it. Several threads may use
 * it at once.
 */
public final class TextPredictor implements AutoCloseable {

  /** What predictions are made by. */
  private interface Work {
    List<Prediction> predict(List<TextPair> inputs, List<TextRole> roles);
  }

  private final List<String> scores;
  private final Work work;
  private final Runnable closing;

  private TextPredictor(List<String> scores, Work work, Runnable closing) {
    this.scores = scores;
    this.work = work;
    this.closing = closing;
  }

  /**
   * Loads the model of {@code folder}.
   *
   * @throws org.transformerzoo.zoo.InvalidModelException if it has no task with labels
   */
  public static TextPredictor load(Path folder, InferenceOptions options) {
    return switch (check(folder).task().map(TaskHead::name).orElseThrow()) {
      case "regression" -> of(TextRegressor.load(folder, options));
      case "tokens" -> of(TokenClassifier.load(folder, options));
      default -> of(TextClassifier.load(folder, options));
    };
  }

  /**
   * What the model of {@code folder} consists of; its weights are not read.
   *
   * @throws org.transformerzoo.zoo.InvalidModelException if it has no task with labels
   */
  public static ModelSpecification check(Path folder) {
    ModelSpecification specification = ModelSpecification.of(ConfigFile.read(folder));
    InferenceEngine.requireTask(
        folder,
        specification,
        TextPredictor.class,
        "classification",
        "multilabel",
        "regression",
        "tokens");
    return specification;
  }

  private static TextPredictor of(TextClassifier classifier) {
    return new TextPredictor(
        classifier.labels(),
        (inputs, roles) ->
            classifier.classifyPairs(inputs, roles).stream()
                .map(
                    found ->
                        new Prediction(String.join(",", found.present()), found.probabilities()))
                .toList(),
        classifier::close);
  }

  private static TextPredictor of(TextRegressor regressor) {
    return new TextPredictor(
        regressor.targets(),
        (inputs, roles) ->
            Arrays.stream(regressor.valuesOfPairs(inputs, roles))
                .map(TextPredictor::ofValues)
                .toList(),
        regressor::close);
  }

  private static Prediction ofValues(float[] values) {
    List<Double> scores =
        IntStream.range(0, values.length).mapToObj(i -> (double) values[i]).toList();
    return new Prediction(
        scores.stream()
            .map(value -> String.format(Locale.ROOT, "%.6g", value))
            .collect(Collectors.joining(",")),
        scores);
  }

  private static TextPredictor of(TokenClassifier tagger) {
    return new TextPredictor(
        List.of(),
        (inputs, roles) ->
            tagger.tagWords(inputs.stream().map(TextPredictor::words).toList()).stream()
                .map(
                    words ->
                        new Prediction(
                            words.stream().map(TaggedWord::label).collect(Collectors.joining(" ")),
                            List.of()))
                .toList(),
        tagger::close);
  }

  private static List<String> words(TextPair input) {
    if (input.hasPair()) {
      throw new InvalidDataException(
          "A model that labels words reads single texts, but there is a second one: \""
              + input.pair()
              + "\"");
    }
    String text = input.text().strip();
    return text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
  }

  /** The names of the scores of a prediction: labels or targets; none where words are labelled. */
  public List<String> scores() {
    return scores;
  }

  /** A prediction for each of {@code inputs}, in their order. For tagging, words end at spaces. */
  public List<Prediction> predict(List<TextPair> inputs) {
    return predict(inputs, Collections.nCopies(inputs.size(), null));
  }

  /**
   * The same for a model whose pooling treats queries and documents differently.
   *
   * @param roles what each of {@code inputs} is, null where the model does not ask
   */
  public List<Prediction> predict(List<TextPair> inputs, List<TextRole> roles) {
    return work.predict(inputs, roles);
  }

  @Override
  public void close() {
    closing.run();
  }
}
