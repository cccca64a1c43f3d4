package org.transformerzoo.zoo.architecture.bart;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Positions;
import org.transformerzoo.zoo.architecture.bart.BartDecoderInput.DecoderIds;
import org.transformerzoo.zoo.architecture.bart.BartEncoder.Encoded;
import org.transformerzoo.zoo.architecture.blocks.Attention.Attended;
import org.transformerzoo.zoo.architecture.blocks.AttentionMask;
import org.transformerzoo.zoo.parameter.Depth;

/** Builds the decoder: post-norm layers that see what came before, and the encoder's output. */
final class BartDecoder {

  private static final String STACK = "model.decoder";

  private final GraphBuilder builder;
  private final BartConfig config;
  private final Encoded encoded;
  private final Positions encoderPositions;
  private final Positions positions;
  private final BartSublayers sublayers;
  private final List<SDVariable> hiddenStates = new ArrayList<>();
  private final List<SDVariable> attentions = new ArrayList<>();
  private final List<SDVariable> crossAttentions = new ArrayList<>();

  /**
   * The finished decoder.
   *
   * @param hiddenStates the output of the embeddings and of each layer, [batch, length, hidden]
   * @param attentions of each layer to the decoder's own positions, [batch, heads, length, length]
   * @param crossAttentions of each layer to the encoder's, [batch, heads, length, encoder length]
   */
  record Decoded(
      List<SDVariable> hiddenStates,
      List<SDVariable> attentions,
      List<SDVariable> crossAttentions) {}

  BartDecoder(
      GraphBuilder builder,
      BartConfig config,
      Encoded encoded,
      Positions encoderPositions,
      Positions positions) {
    this.builder = builder;
    this.config = config;
    this.encoded = encoded;
    this.encoderPositions = encoderPositions;
    this.positions = positions;
    this.sublayers = new BartSublayers(builder, config, config.decoder(), positions);
  }

  Decoded build(BartEmbeddings embeddings, DecoderIds ids) {
    SDVariable causal =
        AttentionMask.causal(builder.graph(), positions.length()); // [1, 1, length, length]
    SDVariable hidden = embeddings.add(STACK, ids.ids(), positions); // [batch·length, hidden]
    publishHiddenState(hidden);
    for (int layer = 0; layer < config.decoder().layers(); layer++) {
      hidden = layer(layer, hidden, causal); // [batch·length, hidden]
      publishHiddenState(hidden);
    }
    return new Decoded(hiddenStates, attentions, crossAttentions);
  }

  private SDVariable layer(int index, SDVariable input, SDVariable causal) {
    String name = STACK + ".layers." + index;
    Depth depth = Depth.decoderLayer(index);
    Attended self =
        sublayers.attention(name + ".self_attn", depth, input, input, positions, causal);
    self.probabilities().rename(BartOutputs.DECODER_ATTENTIONS + "." + index);
    attentions.add(self.probabilities());
    Attended cross =
        sublayers.attention(
            name + ".encoder_attn",
            depth,
            self.context(),
            encoded.output(),
            encoderPositions,
            encoded.maskBias());
    cross.probabilities().rename(BartOutputs.CROSS_ATTENTIONS + "." + index);
    crossAttentions.add(cross.probabilities());
    return sublayers.feedForward(name, depth, cross.context()); // [batch·length, hidden]
  }

  private void publishHiddenState(SDVariable hidden) {
    hiddenStates.add(
        BartOutputs.publish(
            builder.graph(),
            hidden,
            positions,
            config.hiddenSize(),
            BartOutputs.DECODER_HIDDEN_STATES + "." + hiddenStates.size()));
  }
}
