package org.transformerzoo.zoo.architecture.bart;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Positions;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.architecture.blocks.Attention.Attended;
import org.transformerzoo.zoo.architecture.blocks.AttentionMask;
import org.transformerzoo.zoo.parameter.Depth;

/** Builds the encoder: embeddings, then post-norm layers that see the whole text. */
final class BartEncoder {

  private static final String STACK = "model.encoder";

  private final GraphBuilder builder;
  private final BartConfig config;
  private final TokenInputs inputs;
  private final BartSublayers sublayers;
  private final List<SDVariable> hiddenStates = new ArrayList<>();
  private final List<SDVariable> attentions = new ArrayList<>();

  /**
   * The finished encoder.
   *
   * @param output [batch·length, hidden]
   * @param maskBias 0 at tokens and a very negative number at padding, [batch, 1, 1, length]
   * @param hiddenStates the output of the embeddings and of each layer, [batch, length, hidden]
   * @param attentions of each layer, [batch, heads, length, length]
   */
  record Encoded(
      SDVariable output,
      SDVariable maskBias,
      List<SDVariable> hiddenStates,
      List<SDVariable> attentions) {}

  BartEncoder(GraphBuilder builder, BartConfig config, TokenInputs inputs) {
    this.builder = builder;
    this.config = config;
    this.inputs = inputs;
    this.sublayers = new BartSublayers(builder, config, config.encoder(), inputs.positions());
  }

  Encoded build(BartEmbeddings embeddings) {
    SDVariable maskBias = AttentionMask.bias(builder.graph(), inputs); // [batch, 1, 1, length]
    SDVariable hidden =
        embeddings.add(STACK, inputs.inputIds(), inputs.positions()); // [batch·length, hidden]
    publishHiddenState(hidden);
    for (int layer = 0; layer < config.encoder().layers(); layer++) {
      hidden = layer(layer, hidden, maskBias); // [batch·length, hidden]
      publishHiddenState(hidden);
    }
    return new Encoded(hidden, maskBias, hiddenStates, attentions);
  }

  private SDVariable layer(int index, SDVariable input, SDVariable maskBias) {
    String name = STACK + ".layers." + index;
    Depth depth = Depth.encoderLayer(index);
    Attended attended =
        sublayers.attention(name + ".self_attn", depth, input, input, inputs.positions(), maskBias);
    attended.probabilities().rename(BartOutputs.ENCODER_ATTENTIONS + "." + index);
    attentions.add(attended.probabilities());
    return sublayers.feedForward(name, depth, attended.context()); // [batch·length, hidden]
  }

  /**
   * Adds one more layer, which is not part of the body, of the encoder's sizes.
   *
   * @param name prefix of the names of its parameters, without the dot
   * @param input [batch, length, hidden]
   * @return [batch, length, hidden]
   */
  static SDVariable further(
      GraphBuilder builder, Transformer transformer, String name, SDVariable input) {
    SameDiff graph = builder.graph();
    BartConfig config = (BartConfig) transformer.config();
    Positions positions = transformer.positions();
    BartSublayers sublayers = new BartSublayers(builder, config, config.encoder(), positions);
    SDVariable rows = graph.reshape(input, -1, config.hiddenSize()); // [batch·length, hidden]
    SDVariable maskBias = AttentionMask.bias(graph, transformer.inputs());
    Attended attended =
        sublayers.attention(name + ".self_attn", Depth.head(), rows, rows, positions, maskBias);
    SDVariable output = sublayers.feedForward(name, Depth.head(), attended.context());
    return graph.reshape(output, positions.shape(graph, config.hiddenSize()));
  }

  private void publishHiddenState(SDVariable hidden) {
    hiddenStates.add(
        BartOutputs.publish(
            builder.graph(),
            hidden,
            inputs.positions(),
            config.hiddenSize(),
            BartOutputs.ENCODER_HIDDEN_STATES + "." + hiddenStates.size()));
  }
}
