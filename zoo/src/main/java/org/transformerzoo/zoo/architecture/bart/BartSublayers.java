package org.transformerzoo.zoo.architecture.bart;

import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Positions;
import org.transformerzoo.zoo.architecture.blocks.Activations;
import org.transformerzoo.zoo.architecture.blocks.Attention;
import org.transformerzoo.zoo.architecture.blocks.Attention.Attended;
import org.transformerzoo.zoo.architecture.blocks.LayerNorm;
import org.transformerzoo.zoo.architecture.blocks.Linear;
import org.transformerzoo.zoo.parameter.Depth;

/**
 * What a layer of either stack consists of. Each part ends in LayerNorm(input + dropout(part)).
 *
 * @param builder of the graph
 * @param config of the model
 * @param stack sizes of the stack
 * @param positions batch and length of what runs through the stack
 */
record BartSublayers(
    GraphBuilder builder, BartConfig config, BartConfig.Stack stack, Positions positions) {

  /** PyTorch's default, which BART does not change. */
  static final double EPSILON = 1e-5;

  /**
   * Adds attention.
   *
   * @param name such as {@code model.encoder.layers.0.self_attn}
   * @param input [batch·length, hidden]
   * @param source what is attended to, [batch·keys, hidden]
   * @param keys batch and length of {@code source}
   * @param maskBias broadcasts to [batch, heads, length, keys]
   * @return [batch·length, hidden] as the context
   */
  Attended attention(
      String name,
      Depth depth,
      SDVariable input,
      SDVariable source,
      Positions keys,
      SDVariable maskBias) {
    int hidden = config.hiddenSize();
    Attention attention =
        new Attention(
            positions,
            keys,
            stack.attentionHeads(),
            hidden / stack.attentionHeads(),
            config.attentionDropout());
    SDVariable query = Linear.add(builder, name + ".q_proj", depth, input, hidden, hidden);
    SDVariable key = Linear.add(builder, name + ".k_proj", depth, source, hidden, hidden);
    SDVariable value = Linear.add(builder, name + ".v_proj", depth, source, hidden, hidden);
    Attended attended = attention.add(builder, name, query, key, value, maskBias);
    SDVariable normed = finishAttention(name, depth, attended.context(), input);
    return new Attended(normed, attended.probabilities());
  }

  /** Projects the context of attention, and adds and normalises: [batch·length, hidden]. */
  SDVariable finishAttention(String name, Depth depth, SDVariable context, SDVariable residual) {
    int hidden = config.hiddenSize();
    SDVariable projected = Linear.add(builder, name + ".out_proj", depth, context, hidden, hidden);
    return addAndNorm(name, name + "_layer_norm", depth, projected, residual);
  }

  /**
   * Adds the feed-forward block.
   *
   * @param layer such as {@code model.encoder.layers.0}
   * @param input [batch·length, hidden]
   * @return [batch·length, hidden]
   */
  SDVariable feedForward(String layer, Depth depth, SDVariable input) {
    int hidden = config.hiddenSize();
    int inner = stack.intermediateSize();
    SDVariable first = Linear.add(builder, layer + ".fc1", depth, input, hidden, inner);
    SDVariable activated = Activations.add(builder.graph(), config.activation(), first);
    SDVariable kept =
        builder.dropout(
            layer + ".fc1", activated, config.activationDropout(), positions.rows(inner));
    SDVariable second = Linear.add(builder, layer + ".fc2", depth, kept, inner, hidden);
    return addAndNorm(layer + ".fc2", layer + ".final_layer_norm", depth, second, input);
  }

  /** LayerNorm(residual + dropout(x)), [batch·length, hidden]. */
  private SDVariable addAndNorm(
      String site, String norm, Depth depth, SDVariable x, SDVariable residual) {
    int hidden = config.hiddenSize();
    SDVariable dropped =
        builder.dropout(site + ".output", x, config.dropout(), positions.rows(hidden));
    return LayerNorm.add(builder, norm, depth, dropped.add(residual), hidden, EPSILON);
  }
}
