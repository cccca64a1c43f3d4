package org.transformerzoo.training.input;

import java.nio.file.Path;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.zoo.config.TransformerConfig;

/** Loads the tokenizer of a model folder, together with the model that it belongs to. */
public final class ModelTokenizer {

  private ModelTokenizer() {}

  /**
   * The tokenizer of {@code folder}.
   *
   * @param config of the model that will read its ids
   * @throws InvalidDataException if the folder has none or a damaged one, or if the model has fewer
   *     embeddings than the tokenizer has ids
   */
  public static Tokenizer load(Path folder, TransformerConfig config) {
    Tokenizer tokenizer = Tokenizer.load(folder);
    int ids = tokenizer.vocabularySize();
    if (ids > config.vocabularySize()) {
      tokenizer.close();
      throw new InvalidDataException(
          "%s: the tokenizer has ids from 0 to %d, but the model has embeddings only for ids from 0 to %d: one of them is another model's"
              .formatted(folder, ids - 1, config.vocabularySize() - 1));
    }
    return tokenizer;
  }
}
