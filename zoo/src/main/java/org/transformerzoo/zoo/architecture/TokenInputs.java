package org.transformerzoo.zoo.architecture;

import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.config.TransformerConfig;
import org.transformerzoo.zoo.execution.InputRule;

/**
 * The token-level inputs of an encoder.
 *
 * @param inputIds token ids, int32, [batch, length]
 * @param attentionMask 1 for a token, 0 for padding, int32, [batch, length]
 * @param tokenTypeIds which text a token belongs to, int32, [batch, length]; absent in families
 *     that do not tell
 * @param positions batch and length
 */
public record TokenInputs(
    SDVariable inputIds,
    SDVariable attentionMask,
    Optional<SDVariable> tokenTypeIds,
    Positions positions) {

  /** Name of the token ids' placeholder. */
  public static final String INPUT_IDS = "input_ids";

  /** Name of the attention mask's placeholder. */
  public static final String ATTENTION_MASK = "attention_mask";

  /** Name of the token types' placeholder. */
  public static final String TOKEN_TYPE_IDS = "token_type_ids";

  /** Declares the placeholders, token types where the family has any. */
  public static TokenInputs declare(GraphBuilder builder, TransformerConfig config) {
    long longest = config.maximumLength();
    SDVariable inputIds = builder.idPlaceholder(INPUT_IDS, config.vocabularySize(), longest);
    SDVariable attentionMask = builder.idPlaceholder(ATTENTION_MASK, 2, longest);
    builder.rule(InputRule.sameShape(ATTENTION_MASK, INPUT_IDS));
    Optional<SDVariable> tokenTypeIds = Optional.empty();
    if (config.tokenTypes() > 0) {
      tokenTypeIds =
          Optional.of(builder.idPlaceholder(TOKEN_TYPE_IDS, config.tokenTypes(), longest));
      builder.rule(InputRule.sameShape(TOKEN_TYPE_IDS, INPUT_IDS));
    }
    return new TokenInputs(
        inputIds, attentionMask, tokenTypeIds, Positions.of(builder.graph(), inputIds));
  }
}
