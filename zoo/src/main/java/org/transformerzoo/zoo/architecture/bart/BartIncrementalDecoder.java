package org.transformerzoo.zoo.architecture.bart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.IncrementalDecoder;
import org.transformerzoo.zoo.architecture.Positions;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.bart.BartEncoder.Encoded;
import org.transformerzoo.zoo.architecture.blocks.Attention;
import org.transformerzoo.zoo.architecture.blocks.Linear;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.parameter.Depth;

/** Builds BART as an encoder that runs once and a decoder that runs once for each token. */
final class BartIncrementalDecoder {

  static final String CROSS_KEYS = "cross_keys.";
  static final String CROSS_VALUES = "cross_values.";
  static final String CACHED_KEYS = "cached_keys.";
  static final String CACHED_VALUES = "cached_values.";

  private BartIncrementalDecoder() {}

  static IncrementalDecoder build(BartConfig config) {
    List<String> memory = new ArrayList<>();
    List<String> cache = new ArrayList<>();
    for (int layer = 0; layer < config.decoder().layers(); layer++) {
      memory.addAll(List.of(CROSS_KEYS + layer, CROSS_VALUES + layer));
      cache.addAll(List.of(CACHED_KEYS + layer, CACHED_VALUES + layer));
    }
    int heads = config.decoder().attentionHeads();
    return new IncrementalDecoder(
        encoder(config),
        new BartStep(config).build(),
        memory,
        cache,
        heads,
        config.hiddenSize() / heads,
        config.maximumLength(),
        config.decoderStartTokenId(),
        config.endTokenId(),
        config.padTokenId());
  }

  /** The encoder, and the keys and values of its output for each layer of the decoder. */
  private static ExecutableGraph encoder(BartConfig config) {
    GraphBuilder builder = new GraphBuilder(Mode.INFERENCE);
    SameDiff graph = builder.graph();
    TokenInputs inputs = TokenInputs.declare(builder, config);
    builder.unused(TokenInputs.TOKEN_TYPE_IDS);
    BartEmbeddings embeddings = BartEmbeddings.declare(builder, config);
    Encoded encoded = new BartEncoder(builder, config, inputs).build(embeddings);
    Positions positions = inputs.positions();
    int hidden = config.hiddenSize();
    int heads = config.decoder().attentionHeads();
    Attention attention = Attention.within(positions, heads, hidden / heads, 0);
    for (int layer = 0; layer < config.decoder().layers(); layer++) {
      String name = BartStep.layer(layer) + ".encoder_attn";
      Depth depth = Depth.decoderLayer(layer);
      SDVariable keys =
          Linear.add(builder, name + ".k_proj", depth, encoded.output(), hidden, hidden);
      SDVariable values =
          Linear.add(builder, name + ".v_proj", depth, encoded.output(), hidden, hidden);
      attention.splitHeads(graph, keys, positions).rename(CROSS_KEYS + layer);
      attention.splitHeads(graph, values, positions).rename(CROSS_VALUES + layer);
    }
    return builder.build(Optional.empty());
  }
}
