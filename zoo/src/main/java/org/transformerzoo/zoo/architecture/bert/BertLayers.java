package org.transformerzoo.zoo.architecture.bert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.architecture.Architecture;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.architecture.blocks.Activations;
import org.transformerzoo.zoo.architecture.blocks.Attention;
import org.transformerzoo.zoo.architecture.blocks.Attention.Attended;
import org.transformerzoo.zoo.architecture.blocks.AttentionMask;
import org.transformerzoo.zoo.architecture.blocks.LayerNorm;
import org.transformerzoo.zoo.architecture.blocks.Linear;
import org.transformerzoo.zoo.config.TransformerConfig;
import org.transformerzoo.zoo.parameter.Depth;

/** The post-norm transformer layers above the embeddings, the same in BERT and RoBERTa. */
public final class BertLayers {

  private final GraphBuilder builder;
  private final SameDiff graph;
  private final BertConfig config;
  private final TokenInputs inputs;
  private final String stack;
  private final Attention attention;
  private final SDVariable maskBias;

  /** Layers called {@code stack}0, {@code stack}1 … that see the tokens of {@code inputs}. */
  public BertLayers(GraphBuilder builder, BertConfig config, TokenInputs inputs, String stack) {
    this.builder = builder;
    this.graph = builder.graph();
    this.config = config;
    this.inputs = inputs;
    this.stack = stack;
    this.attention =
        Attention.within(
            inputs.positions(),
            config.attentionHeads(),
            config.headWidth(),
            config.attentionDropout());
    this.maskBias = AttentionMask.bias(graph, inputs);
  }

  /**
   * Adds the layers.
   *
   * @param familyConfig the configuration that the finished body tells
   * @param embedded what the first layer reads, [batch·length, hidden]
   */
  public Transformer build(
      Architecture architecture, TransformerConfig familyConfig, SDVariable embedded) {
    List<SDVariable> hiddenStates = new ArrayList<>();
    List<SDVariable> attentions = new ArrayList<>();
    SDVariable hidden = embedded; // [batch·length, hidden]
    hiddenStates.add(publishHiddenState(hidden, 0));
    for (int layer = 0; layer < config.layers(); layer++) {
      hidden = layer(layer, hidden, attentions); // [batch·length, hidden]
      hiddenStates.add(publishHiddenState(hidden, layer + 1));
    }
    SDVariable last = hiddenStates.get(config.layers());
    Map<String, List<SDVariable>> observations = new LinkedHashMap<>();
    observations.put("hidden_states", hiddenStates);
    observations.put("attentions", attentions);
    observations.put("last_hidden_state", List.of(last));
    return new Transformer(
        architecture,
        familyConfig,
        inputs,
        hiddenStates,
        attentions,
        last,
        inputs.positions(),
        observations);
  }

  /**
   * Adds one more layer, which is not part of the body.
   *
   * @param prefix of the names of its parameters, with the dot
   * @param input [batch, length, hidden]
   * @return [batch, length, hidden]
   */
  public SDVariable further(String prefix, Depth depth, SDVariable input) {
    SDVariable rows = graph.reshape(input, -1, config.hiddenSize()); // [batch·length, hidden]
    SDVariable output = layer(prefix, depth, rows, probabilities -> {});
    return graph.reshape(output, inputs.positions().shape(graph, config.hiddenSize()));
  }

  private SDVariable layer(int index, SDVariable input, List<SDVariable> attentions) {
    return layer(
        stack + index + ".",
        Depth.encoderLayer(index),
        input,
        probabilities -> {
          probabilities.rename(Transformer.ATTENTIONS + index);
          attentions.add(probabilities);
        });
  }

  private SDVariable layer(
      String prefix, Depth depth, SDVariable input, Consumer<SDVariable> probabilities) {
    SDVariable attended = selfAttention(prefix, depth, input, probabilities);
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
      String prefix, Depth depth, SDVariable input, Consumer<SDVariable> probabilities) {
    SDVariable query = projection(prefix + "attention.self.query", depth, input);
    SDVariable key = projection(prefix + "attention.self.key", depth, input);
    SDVariable value = projection(prefix + "attention.self.value", depth, input);
    Attended attended =
        attention.add(builder, prefix + "attention.self", query, key, value, maskBias);
    probabilities.accept(attended.probabilities());
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
    SDVariable dropped =
        builder.dropout(
            prefix,
            projected,
            config.hiddenDropout(),
            inputs.positions().rows(config.hiddenSize()));
    return LayerNorm.add(
        builder,
        prefix + ".LayerNorm",
        depth,
        dropped.add(residual),
        config.hiddenSize(),
        config.layerNormEpsilon()); // [batch·length, hidden]
  }

  private SDVariable publishHiddenState(SDVariable hidden, int index) {
    SDVariable shaped = graph.reshape(hidden, inputs.positions().shape(graph, config.hiddenSize()));
    shaped.rename(Transformer.HIDDEN_STATES + index);
    return shaped; // [batch, length, hidden]
  }
}
