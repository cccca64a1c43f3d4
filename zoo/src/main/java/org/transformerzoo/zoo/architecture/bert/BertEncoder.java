package org.transformerzoo.zoo.architecture.bert;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.transformerzoo.zoo.architecture.Architecture;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.architecture.blocks.Activations;
import org.transformerzoo.zoo.architecture.blocks.AttentionMask;
import org.transformerzoo.zoo.architecture.blocks.LayerNorm;
import org.transformerzoo.zoo.architecture.blocks.Linear;
import org.transformerzoo.zoo.architecture.blocks.SelfAttention;
import org.transformerzoo.zoo.architecture.blocks.SelfAttention.Attended;
import org.transformerzoo.zoo.execution.ExecutableGraph.MaskShape;
import org.transformerzoo.zoo.parameter.Depth;

/** Builds the encoder: embeddings, then {@code layers} post-norm transformer layers. */
final class BertEncoder {

  /** Name of the word embeddings, to which the masked-language-model head is tied. */
  static final String WORD_EMBEDDINGS = "bert.embeddings.word_embeddings.weight";

  private final GraphBuilder builder;
  private final SameDiff graph;
  private final BertConfig config;
  private final TokenInputs inputs;
  private final SelfAttention attention;
  private final SDVariable maskBias;

  BertEncoder(GraphBuilder builder, BertConfig config) {
    this.builder = builder;
    this.graph = builder.graph();
    this.config = config;
    this.inputs = TokenInputs.declare(builder, config);
    this.attention =
        new SelfAttention(
            inputs, config.attentionHeads(), config.headWidth(), config.attentionDropout());
    this.maskBias = AttentionMask.bias(graph, inputs);
  }

  Transformer build(Architecture architecture) {
    List<SDVariable> hiddenStates = new ArrayList<>();
    List<SDVariable> attentions = new ArrayList<>();
    SDVariable hidden = embeddings(); // [batch·length, hidden]
    hiddenStates.add(publishHiddenState(hidden, 0));
    for (int layer = 0; layer < config.layers(); layer++) {
      hidden = layer(layer, hidden, attentions); // [batch·length, hidden]
      hiddenStates.add(publishHiddenState(hidden, layer + 1));
    }
    return new Transformer(architecture, config, inputs, hiddenStates, attentions);
  }

  private SDVariable embeddings() {
    Depth depth = Depth.embeddings();
    String prefix = "bert.embeddings.";
    long width = config.hiddenSize();
    SDVariable words =
        builder.lookup(
            builder.embeddingTable(WORD_EMBEDDINGS, depth, config.vocabularySize(), width),
            inputs.inputIds());
    SDVariable positions =
        builder.lookup(
            builder.embeddingTable(
                prefix + "position_embeddings.weight", depth, config.maximumLength(), width),
            positionIds());
    SDVariable types =
        builder.lookup(
            builder.embeddingTable(
                prefix + "token_type_embeddings.weight", depth, config.tokenTypes(), width),
            inputs.tokenTypeIds());
    SDVariable sum = words.add(types).add(positions); // [batch·length, hidden]
    SDVariable normed =
        LayerNorm.add(builder, prefix + "LayerNorm", depth, sum, width, config.layerNormEpsilon());
    return builder.dropout("bert.embeddings", normed, config.hiddenDropout(), tokensShape());
  }

  /** 0, 1, 2 … in each row, [batch, length]. */
  private SDVariable positionIds() {
    // SameDiff sums floats only; lengths are far below the integers that float32 loses.
    SDVariable ones = graph.onesLike(inputs.inputIds().castTo(DataType.FLOAT)); // [batch, length]
    return graph.cumsum(ones, true, false, 1).castTo(DataType.INT32);
  }

  private SDVariable layer(int index, SDVariable input, List<SDVariable> attentions) {
    String prefix = "bert.encoder.layer." + index + ".";
    Depth depth = Depth.encoderLayer(index);
    SDVariable attended = selfAttention(index, prefix, depth, input, attentions);
    SDVariable afterAttention =
        addAndNorm(prefix + "attention.output", depth, attended, config.hiddenSize(), input);
    SDVariable inner =
        Linear.add(
            builder,
            prefix + "intermediate.dense",
            depth,
            afterAttention,
            config.hiddenSize(),
            config.intermediateSize()); // [batch·length, intermediate]
    SDVariable activated = Activations.add(graph, config.activation(), inner);
    return addAndNorm(
        prefix + "output", depth, activated, config.intermediateSize(), afterAttention);
  }

  private SDVariable selfAttention(
      int index, String prefix, Depth depth, SDVariable input, List<SDVariable> attentions) {
    SDVariable query = projection(prefix + "attention.self.query", depth, input);
    SDVariable key = projection(prefix + "attention.self.key", depth, input);
    SDVariable value = projection(prefix + "attention.self.value", depth, input);
    Attended attended =
        attention.add(builder, prefix + "attention.self", query, key, value, maskBias);
    attended.probabilities().rename(Transformer.ATTENTIONS + index);
    attentions.add(attended.probabilities());
    return attended.context(); // [batch·length, hidden]
  }

  private SDVariable projection(String name, Depth depth, SDVariable input) {
    return Linear.add(builder, name, depth, input, config.hiddenSize(), config.hiddenSize());
  }

  /** LayerNorm(residual + dropout(dense(x))), the end of both halves of a layer. */
  private SDVariable addAndNorm(
      String prefix, Depth depth, SDVariable x, long width, SDVariable residual) {
    SDVariable projected =
        Linear.add(builder, prefix + ".dense", depth, x, width, config.hiddenSize());
    SDVariable dropped = builder.dropout(prefix, projected, config.hiddenDropout(), tokensShape());
    return LayerNorm.add(
        builder,
        prefix + ".LayerNorm",
        depth,
        dropped.add(residual),
        config.hiddenSize(),
        config.layerNormEpsilon()); // [batch·length, hidden]
  }

  private SDVariable publishHiddenState(SDVariable hidden, int index) {
    SDVariable shaped = graph.reshape(hidden, inputs.shape(graph, config.hiddenSize()));
    shaped.rename(Transformer.HIDDEN_STATES + index);
    return shaped; // [batch, length, hidden]
  }

  private MaskShape tokensShape() {
    long hidden = config.hiddenSize();
    return shapes -> {
      long[] ids = shapes.get(TokenInputs.INPUT_IDS);
      return new long[] {ids[0] * ids[1], hidden};
    };
  }
}
