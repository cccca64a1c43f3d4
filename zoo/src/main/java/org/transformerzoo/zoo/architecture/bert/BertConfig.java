package org.transformerzoo.zoo.architecture.bert;

import java.util.List;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.config.Activation;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.config.TransformerConfig;

/**
 * The configuration of a BERT encoder, with transformers' defaults for keys that are absent.
 *
 * @param hiddenSize width of a hidden state, a multiple of {@code attentionHeads}
 * @param layers number of layers
 * @param attentionHeads number of attention heads of a layer
 * @param intermediateSize width inside the feed-forward block
 * @param activation of the feed-forward block and the masked-language-model head
 * @param vocabularySize number of rows of the word embeddings
 * @param maximumLength number of rows of the position embeddings
 * @param tokenTypes number of rows of the token type embeddings
 * @param padTokenId the id that pads
 * @param layerNormEpsilon added to the variance in a layer norm
 * @param initializerRange standard deviation of fresh matrices
 * @param hiddenDropout drop probability after the embeddings and both projections of a layer
 * @param attentionDropout drop probability of attention probabilities
 * @param headDropout drop probability before a task head's last layer
 */
public record BertConfig(
    int hiddenSize,
    int layers,
    int attentionHeads,
    int intermediateSize,
    Activation activation,
    int vocabularySize,
    int maximumLength,
    int tokenTypes,
    int padTokenId,
    double layerNormEpsilon,
    double initializerRange,
    double hiddenDropout,
    double attentionDropout,
    double headDropout)
    implements TransformerConfig {

  /** The keys that hold probabilities of dropout. */
  public static final List<String> DROPOUT_KEYS =
      List.of("hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout");

  private static final double ALMOST_ONE = Math.nextDown(1.0);

  /** Reads and checks the configuration. */
  public static BertConfig read(ConfigFile file) {
    return read(file, 0);
  }

  /**
   * As {@link #read(ConfigFile)}, for a family that pads with another id where the file does not
   * say.
   */
  public static BertConfig read(ConfigFile file, int usualPadTokenId) {
    int hiddenSize = file.requiredInt("hidden_size", 1);
    int attentionHeads = file.requiredInt("num_attention_heads", 1);
    if (hiddenSize % attentionHeads != 0) {
      throw new InvalidModelException(
          "%s: \"hidden_size\" is %d, expected a multiple of \"num_attention_heads\", %d"
              .formatted(file.location(), hiddenSize, attentionHeads));
    }
    refuseVariants(file);
    double hiddenDropout = file.optionalDouble("hidden_dropout_prob", 0.1, 0, ALMOST_ONE);
    return new BertConfig(
        hiddenSize,
        file.requiredInt("num_hidden_layers", 1),
        attentionHeads,
        file.requiredInt("intermediate_size", 1),
        Activation.read(file, "hidden_act", "gelu"),
        file.requiredInt("vocab_size", 1),
        file.optionalInt("max_position_embeddings", 512, 1),
        file.optionalInt("type_vocab_size", 2, 1),
        file.optionalInt("pad_token_id", usualPadTokenId, 0),
        file.optionalDouble("layer_norm_eps", 1e-12, 0, 1),
        file.optionalDouble("initializer_range", 0.02, 0, Double.MAX_VALUE),
        hiddenDropout,
        file.optionalDouble("attention_probs_dropout_prob", 0.1, 0, ALMOST_ONE),
        file.optionalDouble("classifier_dropout", hiddenDropout, 0, ALMOST_ONE));
  }

  /** Width of one attention head. */
  public int headWidth() {
    return hiddenSize / attentionHeads;
  }

  private static void refuseVariants(ConfigFile file) {
    String positions = file.optionalString("position_embedding_type", "absolute");
    if (!positions.equals("absolute")) {
      throw file.wrong("position_embedding_type", "\"absolute\", the only kind built here");
    }
    if (file.optionalBoolean("is_decoder", false)) {
      throw file.wrong("is_decoder", "false: only the encoder is built");
    }
  }
}
