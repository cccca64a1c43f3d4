package org.transformerzoo.zoo.architecture.xlnet;

import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.config.Activation;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.config.TransformerConfig;

/**
 * The configuration of XLNet, with transformers' defaults for keys that are absent. {@code untie_r}
 * is not read: like transformers, this project gives every layer its own query biases.
 *
 * @param hiddenSize width of a hidden state, an even number
 * @param layers number of layers
 * @param attentionHeads number of attention heads of a layer
 * @param headWidth width of one attention head
 * @param intermediateSize width inside the feed-forward block
 * @param activation of the feed-forward block
 * @param vocabularySize number of rows of the word embeddings
 * @param forwardOnly whether a position sees only itself and what is before it
 * @param sameLength whether a forward position sees only as far back as the segment is long
 * @param clampLength the largest distance that positions tell apart, 0 for any
 * @param memoryLength how many positions are remembered, 0 for all
 * @param reuseLength how many positions of a segment can be remembered, 0 for all
 * @param padTokenId the id that pads
 * @param layerNormEpsilon added to the variance in a layer norm
 * @param initializerRange standard deviation of fresh matrices
 * @param dropout drop probability everywhere in the body
 * @param summary how sequence-level heads begin
 */
public record XlnetConfig(
    int hiddenSize,
    int layers,
    int attentionHeads,
    int headWidth,
    int intermediateSize,
    Activation activation,
    int vocabularySize,
    boolean forwardOnly,
    boolean sameLength,
    int clampLength,
    int memoryLength,
    int reuseLength,
    int padTokenId,
    double layerNormEpsilon,
    double initializerRange,
    double dropout,
    XlnetSummary summary)
    implements TransformerConfig {

  private static final double ALMOST_ONE = Math.nextDown(1.0);

  /** Reads and checks the configuration. */
  public static XlnetConfig read(ConfigFile file) {
    if (file.optionalBoolean("bi_data", false)) {
      throw file.wrong("bi_data", "false: batches whose second half runs backwards are not built");
    }
    int hiddenSize = file.requiredInt("d_model", 1);
    if (hiddenSize % 2 != 0) {
      throw file.wrong("d_model", "an even number, because positions are sines and cosines");
    }
    int heads = file.requiredInt("n_head", 1);
    return new XlnetConfig(
        hiddenSize,
        file.requiredInt("n_layer", 1),
        heads,
        headWidth(file, hiddenSize, heads),
        file.requiredInt("d_inner", 1),
        Activation.read(file, "ff_activation", "gelu"),
        file.requiredInt("vocab_size", 1),
        forwardOnly(file),
        file.optionalBoolean("same_length", false),
        Math.max(0, file.optionalInt("clamp_len", -1, -1)),
        file.optionalInt("mem_len", 0, 0),
        file.optionalInt("reuse_len", 0, 0),
        file.optionalInt("pad_token_id", 5, 0),
        file.optionalDouble("layer_norm_eps", 1e-12, 0, 1),
        file.optionalDouble("initializer_range", 0.02, 0, Double.MAX_VALUE),
        file.optionalDouble("dropout", 0.1, 0, ALMOST_ONE),
        XlnetSummary.read(file));
  }

  private static int headWidth(ConfigFile file, int hiddenSize, int heads) {
    if (!file.has("d_head") && hiddenSize % heads != 0) {
      throw new InvalidModelException(
          "%s: \"d_model\" is %d, expected a multiple of \"n_head\", %d"
              .formatted(file.location(), hiddenSize, heads));
    }
    return file.optionalInt("d_head", hiddenSize / heads, 1);
  }

  private static boolean forwardOnly(ConfigFile file) {
    return switch (file.optionalString("attn_type", "bi")) {
      case "bi" -> false;
      case "uni" -> true;
      default -> throw file.wrong("attn_type", "\"bi\" or \"uni\"");
    };
  }

  /** Width of all heads together. */
  public int attentionWidth() {
    return attentionHeads * headWidth;
  }

  /** Positions are relative, so that any length will do. */
  @Override
  public int maximumLength() {
    return Integer.MAX_VALUE;
  }

  /** Token types are only compared, so that any number is one. */
  @Override
  public int tokenTypes() {
    return Integer.MAX_VALUE;
  }

  @Override
  public double headDropout() {
    return summary.lastDropout();
  }

  /** A head that classifies every token reads the body's output, which has had its dropout. */
  @Override
  public double tokenHeadDropout() {
    return 0;
  }
}
