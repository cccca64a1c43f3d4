package org.transformerzoo.zoo.architecture.bert;

import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.architecture.Architecture;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.architecture.blocks.LayerNorm;
import org.transformerzoo.zoo.architecture.blocks.PositionIds;
import org.transformerzoo.zoo.parameter.Depth;

/** Builds the encoder: embeddings, then {@code layers} post-norm transformer layers. */
final class BertEncoder {

  /** Name of the word embeddings, to which the masked-language-model head is tied. */
  static final String WORD_EMBEDDINGS = "bert.embeddings.word_embeddings.weight";

  private final GraphBuilder builder;
  private final BertConfig config;
  private final TokenInputs inputs;
  private final BertLayers layers;

  BertEncoder(GraphBuilder builder, BertConfig config) {
    this.builder = builder;
    this.config = config;
    this.inputs = TokenInputs.declare(builder, config);
    this.layers = new BertLayers(builder, config, inputs, "bert.encoder.layer.");
  }

  Transformer build(Architecture architecture) {
    return layers.build(architecture, config, embeddings());
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
            PositionIds.counted(builder.graph(), inputs.inputIds(), 0));
    SDVariable types =
        builder.lookup(
            builder.embeddingTable(
                prefix + "token_type_embeddings.weight", depth, config.tokenTypes(), width),
            inputs.tokenTypeIds().orElseThrow());
    SDVariable sum = words.add(types).add(positions); // [batch·length, hidden]
    SDVariable normed =
        LayerNorm.add(builder, prefix + "LayerNorm", depth, sum, width, config.layerNormEpsilon());
    return builder.dropout(
        "bert.embeddings", normed, config.hiddenDropout(), inputs.positions().rows(width));
  }
}
