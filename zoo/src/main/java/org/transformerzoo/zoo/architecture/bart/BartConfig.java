package org.transformerzoo.zoo.architecture.bart;

import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.config.Activation;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.config.TransformerConfig;

/**
 * The configuration of BART, with transformers' defaults for keys that are absent.
 *
 * @param hiddenSize width of a hidden state, a multiple of both stacks' heads
 * @param encoder sizes of the encoder
 * @param decoder sizes of the decoder
 * @param activation of the feed-forward blocks
 * @param vocabularySize number of rows of the word embeddings
 * @param maximumLength number of positions of either stack
 * @param scalesEmbeddings whether word embeddings are multiplied by √hidden
 * @param padTokenId the id that pads
 * @param endTokenId the id that ends a text
 * @param decoderStartTokenId the id that the decoder begins with
 * @param initializerRange standard deviation of fresh matrices
 * @param dropout drop probability after the embeddings and each part of a layer
 * @param attentionDropout drop probability of attention probabilities
 * @param activationDropout drop probability inside the feed-forward blocks
 * @param headDropout drop probability in the classification head
 */
public record BartConfig(
    int hiddenSize,
    Stack encoder,
    Stack decoder,
    Activation activation,
    int vocabularySize,
    int maximumLength,
    boolean scalesEmbeddings,
    int padTokenId,
    int endTokenId,
    int decoderStartTokenId,
    double initializerRange,
    double dropout,
    double attentionDropout,
    double activationDropout,
    double headDropout)
    implements TransformerConfig {

  private static final double ALMOST_ONE = Math.nextDown(1.0);

  /**
   * The sizes of one stack.
   *
   * @param layers number of layers
   * @param attentionHeads number of attention heads of a layer
   * @param intermediateSize width inside the feed-forward block
   * @param layerDrop probability of skipping a layer in training
   */
  public record Stack(int layers, int attentionHeads, int intermediateSize, double layerDrop) {}

  /** Reads and checks the configuration. */
  public static BartConfig read(ConfigFile file) {
    refuseVariants(file);
    int hiddenSize = file.requiredInt("d_model", 1);
    int vocabularySize = file.requiredInt("vocab_size", 1);
    return new BartConfig(
        hiddenSize,
        stack(file, "encoder", hiddenSize),
        stack(file, "decoder", hiddenSize),
        Activation.read(file, "activation_function", "gelu"),
        vocabularySize,
        file.optionalInt("max_position_embeddings", 1024, 1),
        file.optionalBoolean("scale_embedding", false),
        id(file, "pad_token_id", 1, vocabularySize),
        id(file, "eos_token_id", 2, vocabularySize),
        id(file, "decoder_start_token_id", 2, vocabularySize),
        file.optionalDouble("init_std", 0.02, 0, Double.MAX_VALUE),
        file.optionalDouble("dropout", 0.1, 0, ALMOST_ONE),
        file.optionalDouble("attention_dropout", 0.0, 0, ALMOST_ONE),
        file.optionalDouble("activation_dropout", 0.0, 0, ALMOST_ONE),
        file.optionalDouble("classifier_dropout", 0.0, 0, ALMOST_ONE));
  }

  private static Stack stack(ConfigFile file, String name, int hiddenSize) {
    String headsKey = name + "_attention_heads";
    int heads = file.requiredInt(headsKey, 1);
    if (hiddenSize % heads != 0) {
      throw new InvalidModelException(
          "%s: \"d_model\" is %d, expected a multiple of \"%s\", %d"
              .formatted(file.location(), hiddenSize, headsKey, heads));
    }
    return new Stack(
        file.requiredInt(name + "_layers", 1),
        heads,
        file.requiredInt(name + "_ffn_dim", 1),
        file.optionalDouble(name + "_layerdrop", 0, 0, 1));
  }

  private static int id(ConfigFile file, String key, int fallback, int vocabularySize) {
    int id = file.optionalInt(key, fallback, 0);
    if (id >= vocabularySize) {
      throw new InvalidModelException(
          "%s: \"%s\" is %d, expected an id below \"vocab_size\", %d"
              .formatted(file.location(), key, id, vocabularySize));
    }
    return id;
  }

  private static void refuseVariants(ConfigFile file) {
    for (String key :
        new String[] {"normalize_before", "add_final_layer_norm", "static_position_embeddings"}) {
      if (file.optionalBoolean(key, false)) {
        throw file.wrong(key, "false: only BART's own layers are built");
      }
    }
    if (!file.optionalBoolean("normalize_embedding", true)) {
      throw file.wrong("normalize_embedding", "true: only BART's own layers are built");
    }
  }

  @Override
  public int layers() {
    return encoder.layers();
  }

  /** BART does not tell one text from another. */
  @Override
  public int tokenTypes() {
    return 0;
  }
}
