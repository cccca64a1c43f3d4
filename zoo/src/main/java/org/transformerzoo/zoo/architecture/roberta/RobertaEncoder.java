package org.transformerzoo.zoo.architecture.roberta;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.transformerzoo.zoo.architecture.Architecture;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.architecture.bert.BertConfig;
import org.transformerzoo.zoo.architecture.bert.BertLayers;
import org.transformerzoo.zoo.architecture.blocks.LayerNorm;
import org.transformerzoo.zoo.parameter.Depth;

/** Builds the encoder: embeddings with RoBERTa's positions, then BERT's layers. */
final class RobertaEncoder {

  /** Name of the word embeddings, to which the masked-language-model head is tied. */
  static final String WORD_EMBEDDINGS = "roberta.embeddings.word_embeddings.weight";

  private final GraphBuilder builder;
  private final RobertaConfig config;
  private final TokenInputs inputs;
  private final BertLayers layers;

  RobertaEncoder(GraphBuilder builder, RobertaConfig config) {
    this.builder = builder;
    this.config = config;
    this.inputs = TokenInputs.declare(builder, config);
    this.layers = new BertLayers(builder, config.encoder(), inputs, "roberta.encoder.layer.");
  }

  Transformer build(Architecture architecture) {
    return layers.build(architecture, config, embeddings());
  }

  private SDVariable embeddings() {
    Depth depth = Depth.embeddings();
    String prefix = "roberta.embeddings.";
    BertConfig encoder = config.encoder();
    long width = config.hiddenSize();
    SDVariable words =
        builder.lookup(
            builder.embeddingTable(WORD_EMBEDDINGS, depth, config.vocabularySize(), width),
            inputs.inputIds());
    SDVariable positions =
        builder.lookup(
            builder.embeddingTable(
                prefix + "position_embeddings.weight", depth, config.positionRows(), width),
            positionIds());
    SDVariable types =
        builder.lookup(
            builder.embeddingTable(
                prefix + "token_type_embeddings.weight", depth, config.tokenTypes(), width),
            inputs.tokenTypeIds().orElseThrow());
    SDVariable sum = words.add(types).add(positions); // [batch·length, hidden]
    SDVariable normed =
        LayerNorm.add(builder, prefix + "LayerNorm", depth, sum, width, encoder.layerNormEpsilon());
    return builder.dropout(
        "roberta.embeddings", normed, encoder.hiddenDropout(), inputs.positions().rows(width));
  }

  /** Tokens are counted from pad + 1; padding has the position pad. [batch, length]. */
  private SDVariable positionIds() {
    SameDiff graph = builder.graph();
    int pad = config.padTokenId();
    // SameDiff sums floats only; lengths are far below the integers that float32 loses.
    SDVariable tokens = graph.neq(inputs.inputIds(), pad).castTo(DataType.FLOAT); // [batch, length]
    SDVariable numbers = graph.cumsum(tokens, false, false, 1).mul(tokens);
    return numbers.add((double) pad).castTo(DataType.INT32);
  }
}
