package org.transformerzoo.training.inference;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.transformerzoo.datavec.reader.TextRole;
import org.transformerzoo.datavec.tokenizer.TextPair;

/**
 * Says which label texts have, or which labels, with a model for classification or for several
 * labels at once. Batches are made of texts of similar length; order is kept. Several threads may
 * use it at once.
 *
 * <pre>{@code
 * try (TextClassifier classifier = TextClassifier.load(Path.of("model"))) {
 *   String intent = classifier.classify("Where is my parcel?").label();
 * }
 * }</pre>
 */
public final class TextClassifier implements AutoCloseable {

  private static final String ONE_OF = "classification";
  private static final String ANY_OF = "multilabel";

  private final InferenceEngine engine;
  private final boolean exclusive;

  private TextClassifier(InferenceEngine engine) {
    this.engine = engine;
    this.exclusive = engine.task().name().equals(ONE_OF);
  }

  /** A classifier with the model of {@code folder} and {@link InferenceOptions#of its options}. */
  public static TextClassifier load(Path folder) {
    return load(folder, InferenceOptions.of(folder));
  }

  /**
   * A classifier with the model of {@code folder}.
   *
   * @throws org.transformerzoo.zoo.InvalidModelException if it is no classifier, or damaged
   * @throws org.transformerzoo.datavec.InvalidDataException if its tokenizer cannot be used
   */
  public static TextClassifier load(Path folder, InferenceOptions options) {
    return new TextClassifier(
        InferenceEngine.ofTask(folder, options, TextClassifier.class, ONE_OF, ANY_OF));
  }

  /** The labels, in the model's order. */
  public List<String> labels() {
    return engine.task().labels();
  }

  /** Classifies a text. */
  public LabelProbabilities classify(String text) {
    return classify(List.of(text)).get(0);
  }

  /** Classifies a pair of texts. */
  public LabelProbabilities classify(String text, String pair) {
    return classifyPairs(List.of(new TextPair(text, pair))).get(0);
  }

  /** Classifies each of {@code texts}. */
  public List<LabelProbabilities> classify(List<String> texts) {
    return classifyPairs(texts.stream().map(TextPair::single).toList());
  }

  /** Classifies each of {@code inputs}, each a text or a pair of them. */
  public List<LabelProbabilities> classifyPairs(List<TextPair> inputs) {
    return classifyPairs(inputs, Collections.nCopies(inputs.size(), null));
  }

  /** The same with what each input is, null where nothing says so. */
  List<LabelProbabilities> classifyPairs(List<TextPair> inputs, List<TextRole> roles) {
    return engine.run(inputs, roles, (input, row) -> read(row.toFloatVector()));
  }

  private LabelProbabilities read(float[] logits) {
    double[] probabilities =
        exclusive ? Probabilities.softmax(logits) : Probabilities.sigmoid(logits);
    return new LabelProbabilities(
        labels(), Arrays.stream(probabilities).boxed().toList(), exclusive);
  }

  @Override
  public void close() {
    engine.close();
  }
}
