package org.transformerzoo.zoo.architecture.xlnet;

import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.blocks.LayerNorm;
import org.transformerzoo.zoo.architecture.blocks.Linear;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.ParameterKind;

/**
 * The parameters of one layer, which both streams use. Those that are stored by head, [heads,
 * depth], are here side by side, [width].
 *
 * @param q projection of queries, [hidden, width]
 * @param k of keys
 * @param v of values
 * @param o of the context, back: [hidden, width] as well
 * @param r of distances
 * @param distanceBias added to queries before they meet distances, "v" in Transformer-XL, [width]
 * @param segmentBias added to queries before they meet segments, [width]
 * @param contentBias added to queries before they meet keys, "u" in Transformer-XL, [width]
 * @param segments the keys of "the same text" and "another text", [2, width]
 * @param attentionNorm after attention
 * @param inner first layer of the feed-forward block
 * @param outer second layer of the feed-forward block
 * @param outputNorm after the feed-forward block
 */
record XlnetWeights(
    SDVariable q,
    SDVariable k,
    SDVariable v,
    SDVariable o,
    SDVariable r,
    SDVariable distanceBias,
    SDVariable segmentBias,
    SDVariable contentBias,
    SDVariable segments,
    LayerNorm attentionNorm,
    Linear inner,
    Linear outer,
    LayerNorm outputNorm) {

  private static final int SEGMENT_RELATIONS = 2;

  static XlnetWeights declare(GraphBuilder builder, XlnetConfig config, String name, Depth depth) {
    String attention = name + ".rel_attn.";
    String feedForward = name + ".ff.";
    long hidden = config.hiddenSize();
    long intermediate = config.intermediateSize();
    double epsilon = config.layerNormEpsilon();
    return new XlnetWeights(
        projection(builder, config, attention + "q", depth, ParameterKind.INPUT_PROJECTION),
        projection(builder, config, attention + "k", depth, ParameterKind.INPUT_PROJECTION),
        projection(builder, config, attention + "v", depth, ParameterKind.INPUT_PROJECTION),
        projection(builder, config, attention + "o", depth, ParameterKind.OUTPUT_PROJECTION),
        projection(builder, config, attention + "r", depth, ParameterKind.INPUT_PROJECTION),
        queryBias(builder, config, attention + "r_r_bias", depth),
        queryBias(builder, config, attention + "r_s_bias", depth),
        queryBias(builder, config, attention + "r_w_bias", depth),
        byHead(
            builder,
            config,
            attention + "seg_embed",
            depth,
            ParameterKind.WEIGHT_MATRIX,
            SEGMENT_RELATIONS),
        LayerNorm.declare(builder, attention + "layer_norm", depth, hidden, epsilon),
        Linear.declare(builder, feedForward + "layer_1", depth, hidden, intermediate),
        Linear.declare(builder, feedForward + "layer_2", depth, intermediate, hidden),
        LayerNorm.declare(builder, feedForward + "layer_norm", depth, hidden, epsilon));
  }

  private static SDVariable projection(
      GraphBuilder builder, XlnetConfig config, String name, Depth depth, ParameterKind kind) {
    return byHead(builder, config, name, depth, kind, config.hiddenSize());
  }

  private static SDVariable byHead(
      GraphBuilder builder,
      XlnetConfig config,
      String name,
      Depth depth,
      ParameterKind kind,
      long rows) {
    SDVariable byHead =
        builder.parameter(name, kind, depth, rows, config.attentionHeads(), config.headWidth());
    return builder.graph().reshape(byHead, -1, config.attentionWidth()); // [rows, width]
  }

  private static SDVariable queryBias(
      GraphBuilder builder, XlnetConfig config, String name, Depth depth) {
    SDVariable byHead =
        builder.parameter(
            name, ParameterKind.QUERY_BIAS, depth, config.attentionHeads(), config.headWidth());
    return builder.graph().reshape(byHead, -1); // [width]
  }
}
