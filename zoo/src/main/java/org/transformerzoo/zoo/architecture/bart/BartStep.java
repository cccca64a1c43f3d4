package org.transformerzoo.zoo.architecture.bart;

import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.IncrementalDecoder;
import org.transformerzoo.zoo.architecture.Positions;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.blocks.Attention;
import org.transformerzoo.zoo.architecture.blocks.AttentionMask;
import org.transformerzoo.zoo.architecture.blocks.CachedAttention;
import org.transformerzoo.zoo.architecture.blocks.Linear;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.parameter.Depth;

/** Builds the decoder for one new token: the layers of {@link BartDecoder} on a cache. */
final class BartStep {

  private static final String STACK = "model.decoder";

  private final GraphBuilder builder = new GraphBuilder(Mode.INFERENCE);
  private final SameDiff graph = builder.graph();
  private final BartConfig config;
  private final int headWidth;
  private final Positions token;
  private final Positions source;
  private final SDVariable ids;
  private final SDVariable sourceBias;
  private final SDVariable cacheBias;
  private final BartSublayers sublayers;

  BartStep(BartConfig config) {
    this.config = config;
    this.headWidth = config.hiddenSize() / config.decoder().attentionHeads();
    this.ids = builder.idPlaceholder(IncrementalDecoder.TOKEN, config.vocabularySize(), 1);
    SDVariable mask = builder.idPlaceholder(TokenInputs.ATTENTION_MASK, 2, config.maximumLength());
    this.token = Positions.of(graph, ids);
    this.source = Positions.of(graph, mask);
    this.sourceBias = AttentionMask.bias(graph, mask, source); // [rows, 1, 1, length]
    this.cacheBias =
        builder.placeholder(IncrementalDecoder.CACHE_BIAS, DataType.FLOAT, 1, 1, 1, -1);
    this.sublayers = new BartSublayers(builder, config, config.decoder(), token);
  }

  static String layer(int index) {
    return STACK + ".layers." + index;
  }

  ExecutableGraph build() {
    SDVariable place =
        builder.idPlaceholder(IncrementalDecoder.PLACE, config.maximumLength(), 1); // [rows, 1]
    SDVariable hidden =
        BartEmbeddings.declare(builder, config)
            .add(STACK, ids, place.add(BartEmbeddings.OFFSET), token); // [rows, hidden]
    for (int index = 0; index < config.decoder().layers(); index++) {
      hidden = layer(index, hidden); // [rows, hidden]
    }
    BartHeads.languageModelLogits(builder, config, hidden).rename("logits"); // [rows, vocabulary]
    return builder.build(Optional.empty());
  }

  private SDVariable layer(int index, SDVariable input) {
    String name = layer(index);
    Depth depth = Depth.decoderLayer(index);
    SDVariable seen = ownAttention(index, name + ".self_attn", depth, input); // [rows, hidden]
    SDVariable read = sourceAttention(index, name + ".encoder_attn", depth, seen);
    return sublayers.feedForward(name, depth, read); // [rows, hidden]
  }

  private SDVariable ownAttention(int index, String name, Depth depth, SDVariable input) {
    SDVariable query = project(name + ".q_proj", depth, input); // [rows, heads, 1, depth]
    SDVariable key = project(name + ".k_proj", depth, input);
    SDVariable value = project(name + ".v_proj", depth, input);
    key.rename(IncrementalDecoder.NEW + BartIncrementalDecoder.CACHED_KEYS + index);
    value.rename(IncrementalDecoder.NEW + BartIncrementalDecoder.CACHED_VALUES + index);
    SDVariable context =
        CachedAttention.add(
            graph,
            query,
            key,
            value,
            byHead(BartIncrementalDecoder.CACHED_KEYS + index),
            byHead(BartIncrementalDecoder.CACHED_VALUES + index),
            cacheBias,
            1 / Math.sqrt(headWidth)); // [rows, heads, 1, depth]
    SDVariable joined = graph.reshape(context, -1, config.hiddenSize()); // [rows, hidden]
    return sublayers.finishAttention(name, depth, joined, input);
  }

  private SDVariable sourceAttention(int index, String name, Depth depth, SDVariable input) {
    SDVariable query = project(name + ".q_proj", depth, input); // [rows, heads, 1, depth]
    SDVariable keys = byHead(BartIncrementalDecoder.CROSS_KEYS + index);
    SDVariable values = byHead(BartIncrementalDecoder.CROSS_VALUES + index);
    SDVariable scores =
        graph
            .mmul(query, keys, false, true, false)
            .mul(1 / Math.sqrt(headWidth))
            .add(sourceBias); // [rows, heads, 1, length]
    SDVariable context =
        attention().attend(builder, name, scores, values).context(); // [rows, hidden]
    return sublayers.finishAttention(name, depth, context, input);
  }

  private SDVariable project(String name, Depth depth, SDVariable input) {
    int hidden = config.hiddenSize();
    SDVariable projected = Linear.add(builder, name, depth, input, hidden, hidden);
    return attention().splitHeads(graph, projected, token); // [rows, heads, 1, depth]
  }

  private SDVariable byHead(String name) {
    return builder.placeholder(
        name, DataType.FLOAT, -1, config.decoder().attentionHeads(), -1, headWidth);
  }

  private Attention attention() {
    return new Attention(token, source, config.decoder().attentionHeads(), headWidth, 0);
  }
}
