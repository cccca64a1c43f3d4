package org.transformerzoo.zoo.architecture.xlnet;

import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Positions;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.architecture.blocks.Activations;
import org.transformerzoo.zoo.architecture.blocks.Attention.Attended;
import org.transformerzoo.zoo.architecture.xlnet.RelativeAttention.Memory;
import org.transformerzoo.zoo.parameter.Depth;

/** One layer: relative attention and feed-forward block, for one stream or both. */
final class XlnetLayer {

  private final GraphBuilder builder;
  private final SameDiff graph;
  private final XlnetConfig config;
  private final XlnetInputs inputs;
  private final XlnetMasks masks;
  private final RelativeAttention attention;

  /**
   * What a layer makes of its streams.
   *
   * @param content [batch·length, hidden]
   * @param query [batch·targets, hidden]
   * @param probabilities of the content stream, [batch, heads, length, keys]
   */
  record Streams(SDVariable content, Optional<SDVariable> query, SDVariable probabilities) {}

  XlnetLayer(
      GraphBuilder builder,
      XlnetConfig config,
      XlnetInputs inputs,
      XlnetMasks masks,
      XlnetPositions positions) {
    this.builder = builder;
    this.graph = builder.graph();
    this.config = config;
    this.inputs = inputs;
    this.masks = masks;
    this.attention =
        new RelativeAttention(builder, config, inputs, positions, masks.otherSegment());
  }

  /**
   * Adds one more layer, which is not part of the body and sees no memories.
   *
   * @param name prefix of the names of its parameters, without the dot
   * @param input [batch, length, hidden]
   * @return [batch, length, hidden]
   */
  static SDVariable addAlone(
      GraphBuilder builder, Transformer transformer, String name, SDVariable input) {
    SameDiff graph = builder.graph();
    XlnetConfig config = (XlnetConfig) transformer.config();
    XlnetInputs inputs = XlnetInputs.of(graph, transformer.inputs());
    XlnetLayer layer =
        new XlnetLayer(
            builder,
            config,
            inputs,
            XlnetMasks.add(graph, config, inputs),
            XlnetPositions.add(builder, config, inputs, name + ".pos_emb"));
    XlnetWeights weights = XlnetWeights.declare(builder, config, name, Depth.head());
    SDVariable rows = graph.reshape(input, -1, config.hiddenSize()); // [batch·length, hidden]
    SDVariable output = layer.add(name, weights, rows, Optional.empty(), rows).content();
    return graph.reshape(output, inputs.queries().shape(graph, config.hiddenSize()));
  }

  /**
   * Adds the layer.
   *
   * @param source what both streams see, [batch·keys, hidden]
   */
  Streams add(
      String name,
      XlnetWeights weights,
      SDVariable content,
      Optional<SDVariable> query,
      SDVariable source) {
    Memory memory = attention.remember(weights, source);
    SDVariable q = graph.mmul(content, weights.q()); // [batch·length, width]
    Attended attended = attention.add(name + ".rel_attn", weights, q, memory, masks.content());
    SDVariable newContent = finish(name, weights, attended.context(), content, inputs.queries());
    Optional<SDVariable> newQuery =
        query.map(stream -> queryStream(name + ".query", weights, stream, memory));
    return new Streams(newContent, newQuery, attended.probabilities());
  }

  /** Targets look from their positions and come back: [batch·targets, hidden]. */
  private SDVariable queryStream(
      String name, XlnetWeights weights, SDVariable stream, Memory memory) {
    SDVariable mapping = inputs.targetMapping().orElseThrow(); // [batch, targets, length]
    Positions targets = inputs.targets().orElseThrow();
    long width = config.attentionWidth();
    SDVariable q = graph.mmul(stream, weights.q()); // [batch·targets, width]
    SDVariable byTarget = graph.reshape(q, targets.shape(graph, width));
    SDVariable placed = graph.mmul(mapping, byTarget, true, false, false); // [batch, length, width]
    Attended attended =
        attention.add(
            name + ".rel_attn", weights, graph.reshape(placed, -1, width), memory, masks.query());
    SDVariable context =
        graph.reshape(
            attended.context(), inputs.queries().shape(graph, width)); // [batch, length, width]
    SDVariable gathered = graph.mmul(mapping, context); // [batch, targets, width]
    return finish(name, weights, graph.reshape(gathered, -1, width), stream, targets);
  }

  /** Output projection and feed-forward block, each with residual and norm: [rows, hidden]. */
  private SDVariable finish(
      String name,
      XlnetWeights weights,
      SDVariable context,
      SDVariable residual,
      Positions positions) {
    SDVariable projected = graph.mmul(context, weights.o(), false, true, false); // [rows, hidden]
    SDVariable attended = dropout(name + ".rel_attn.output", projected, positions);
    SDVariable normed = weights.attentionNorm().apply(graph, attended.add(residual));
    SDVariable inner = weights.inner().apply(graph, normed); // [rows, intermediate]
    SDVariable activated =
        builder.dropout(
            name + ".ff.layer_1",
            Activations.add(graph, config.activation(), inner),
            config.dropout(),
            positions.rows(config.intermediateSize()));
    SDVariable outer = weights.outer().apply(graph, activated); // [rows, hidden]
    SDVariable dropped = dropout(name + ".ff.layer_2", outer, positions);
    return weights.outputNorm().apply(graph, dropped.add(normed));
  }

  private SDVariable dropout(String site, SDVariable x, Positions positions) {
    return builder.dropout(site, x, config.dropout(), positions.rows(config.hiddenSize()));
  }
}
