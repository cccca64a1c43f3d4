package org.transformerzoo.zoo.architecture.roberta;

import org.transformerzoo.zoo.architecture.bert.BertConfig;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.config.TransformerConfig;

/**
 * The configuration of a RoBERTa encoder: BERT's, but for the positions.
 *
 * @param encoder BERT's configuration; its {@code maximumLength} is the number of rows of the
 *     position embeddings, of which the rows up to the padding id's are not for tokens
 */
public record RobertaConfig(BertConfig encoder) implements TransformerConfig {

  private static final int USUAL_PAD_TOKEN_ID = 1;

  /** Reads and checks the configuration. */
  public static RobertaConfig read(ConfigFile file) {
    BertConfig encoder = BertConfig.read(file, USUAL_PAD_TOKEN_ID);
    if (encoder.maximumLength() <= encoder.padTokenId() + 1) {
      throw file.wrong(
          "max_position_embeddings",
          "more than %d, because positions are counted from \"pad_token_id\" + 1"
              .formatted(encoder.padTokenId() + 1));
    }
    return new RobertaConfig(encoder);
  }

  /** Number of rows of the position embeddings. */
  public int positionRows() {
    return encoder.maximumLength();
  }

  @Override
  public int maximumLength() {
    return positionRows() - padTokenId() - 1;
  }

  @Override
  public int hiddenSize() {
    return encoder.hiddenSize();
  }

  @Override
  public int layers() {
    return encoder.layers();
  }

  @Override
  public int vocabularySize() {
    return encoder.vocabularySize();
  }

  @Override
  public int tokenTypes() {
    return encoder.tokenTypes();
  }

  @Override
  public int padTokenId() {
    return encoder.padTokenId();
  }

  @Override
  public double initializerRange() {
    return encoder.initializerRange();
  }

  @Override
  public double headDropout() {
    return encoder.headDropout();
  }
}
