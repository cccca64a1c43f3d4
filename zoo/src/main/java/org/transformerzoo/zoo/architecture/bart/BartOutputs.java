package org.transformerzoo.zoo.architecture.bart;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.architecture.Positions;

/** The names of what both stacks show, as transformers calls them; a layer's has its number. */
final class BartOutputs {

  static final String ENCODER_HIDDEN_STATES = "encoder_hidden_states";
  static final String DECODER_HIDDEN_STATES = "decoder_hidden_states";
  static final String ENCODER_ATTENTIONS = "encoder_attentions";
  static final String DECODER_ATTENTIONS = "decoder_attentions";
  static final String CROSS_ATTENTIONS = "cross_attentions";

  private BartOutputs() {}

  /** {@code hidden}, [batch·length, width], as the output {@code name}, [batch, length, width]. */
  static SDVariable publish(
      SameDiff graph, SDVariable hidden, Positions positions, long width, String name) {
    SDVariable shaped = graph.reshape(hidden, positions.shape(graph, width));
    shaped.rename(name);
    return shaped; // [batch, length, width]
  }
}
