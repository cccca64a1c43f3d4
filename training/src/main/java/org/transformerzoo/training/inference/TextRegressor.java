package org.transformerzoo.training.inference;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.transformerzoo.datavec.reader.TextRole;
import org.transformerzoo.datavec.tokenizer.TextPair;

/**
 * Says numbers about texts, one for each target that a model for regression has learnt. Batches are
 * made of texts of similar length; order is kept. Several threads may use it at once.
 *
 * <pre>{@code
 * try (TextRegressor regressor = TextRegressor.load(Path.of("model"))) {
 *   float similarity = regressor.values("A cup is broken.", "My cup broke.")[0];
 * }
 * }</pre>
 */
public final class TextRegressor implements AutoCloseable {

  private final InferenceEngine engine;

  private TextRegressor(InferenceEngine engine) {
    this.engine = engine;
  }

  /** A regressor with the model of {@code folder} and {@link InferenceOptions#of its options}. */
  public static TextRegressor load(Path folder) {
    return load(folder, InferenceOptions.of(folder));
  }

  /**
   * A regressor with the model of {@code folder}.
   *
   * @throws org.transformerzoo.zoo.InvalidModelException if it is none, or damaged
   * @throws org.transformerzoo.datavec.InvalidDataException if its tokenizer cannot be used
   */
  public static TextRegressor load(Path folder, InferenceOptions options) {
    return new TextRegressor(
        InferenceEngine.ofTask(folder, options, TextRegressor.class, "regression"));
  }

  /** The names of the targets, in the order of the values. */
  public List<String> targets() {
    return engine.task().labels();
  }

  /** The values of a text, [targets]. */
  public float[] values(String text) {
    return values(List.of(text))[0];
  }

  /** The values of a pair of texts, [targets]. */
  public float[] values(String text, String pair) {
    return valuesOfPairs(List.of(new TextPair(text, pair)))[0];
  }

  /** The values of each of {@code texts}: [texts][targets]. */
  public float[][] values(List<String> texts) {
    return valuesOfPairs(texts.stream().map(TextPair::single).toList());
  }

  /** The values of each of {@code inputs}, each a text or a pair of them: [inputs][targets]. */
  public float[][] valuesOfPairs(List<TextPair> inputs) {
    return valuesOfPairs(inputs, Collections.nCopies(inputs.size(), null));
  }

  /** The same with what each input is, null where nothing says so. */
  float[][] valuesOfPairs(List<TextPair> inputs, List<TextRole> roles) {
    return engine.run(inputs, roles, (input, row) -> row.toFloatVector()).toArray(float[][]::new);
  }

  @Override
  public void close() {
    engine.close();
  }
}
