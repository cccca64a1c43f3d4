package org.transformerzoo.zoo.architecture;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.config.TransformerConfig;

/**
 * The token-level inputs of an encoder.
 *
 * @param inputIds token ids, int32, [batch, length]
 * @param attentionMask 1 for a token, 0 for padding, int32, [batch, length]
 * @param tokenTypeIds which text a token belongs to, int32, [batch, length]
 * @param batch number of sequences, a scalar
 * @param length number of positions, a scalar
 */
public record TokenInputs(
    SDVariable inputIds,
    SDVariable attentionMask,
    SDVariable tokenTypeIds,
    SDVariable batch,
    SDVariable length) {

  /** Name of the token ids' placeholder. */
  public static final String INPUT_IDS = "input_ids";

  /** Name of the attention mask's placeholder. */
  public static final String ATTENTION_MASK = "attention_mask";

  /** Name of the token types' placeholder. */
  public static final String TOKEN_TYPE_IDS = "token_type_ids";

  /** Declares the placeholders. */
  public static TokenInputs declare(GraphBuilder builder, TransformerConfig config) {
    long longest = config.maximumLength();
    SDVariable inputIds = builder.idPlaceholder(INPUT_IDS, config.vocabularySize(), longest);
    SDVariable attentionMask = builder.idPlaceholder(ATTENTION_MASK, 2, longest);
    SDVariable tokenTypeIds = builder.idPlaceholder(TOKEN_TYPE_IDS, config.tokenTypes(), longest);
    SameDiff graph = builder.graph();
    return new TokenInputs(
        inputIds,
        attentionMask,
        tokenTypeIds,
        graph.sizeAt(inputIds, 0),
        graph.sizeAt(inputIds, 1));
  }

  /** The shape vector [batch, length, {@code rest}…]. */
  public SDVariable shape(SameDiff graph, long... rest) {
    SDVariable[] dimensions = new SDVariable[2 + rest.length];
    dimensions[0] = batch;
    dimensions[1] = length;
    for (int i = 0; i < rest.length; i++) {
      dimensions[2 + i] = graph.constant(rest[i]);
    }
    return graph.stack(0, dimensions);
  }
}
