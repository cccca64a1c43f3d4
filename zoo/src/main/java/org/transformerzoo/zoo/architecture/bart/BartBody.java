package org.transformerzoo.zoo.architecture.bart;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.Architecture;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.ModelInput;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.architecture.bart.BartDecoder.Decoded;
import org.transformerzoo.zoo.architecture.bart.BartDecoderInput.DecoderIds;
import org.transformerzoo.zoo.architecture.bart.BartEncoder.Encoded;

/** Builds encoder and decoder. */
final class BartBody {

  private BartBody() {}

  static Transformer build(
      Architecture architecture, GraphBuilder builder, BartConfig config, Set<ModelInput> chosen) {
    refuseLayerDrop(builder, config);
    TokenInputs inputs = TokenInputs.declare(builder, config);
    builder.unused(TokenInputs.TOKEN_TYPE_IDS);
    DecoderIds ids = new BartDecoderInput(builder, config, inputs).choose(chosen);
    BartEmbeddings embeddings = BartEmbeddings.declare(builder, config);
    Encoded encoded = new BartEncoder(builder, config, inputs).build(embeddings);
    Decoded decoded =
        new BartDecoder(builder, config, encoded, inputs.positions(), ids.positions())
            .build(embeddings, ids);
    return new Transformer(
        architecture,
        config,
        inputs,
        decoded.hiddenStates(),
        decoded.attentions(),
        last(decoded.hiddenStates()),
        ids.positions(),
        observations(encoded, decoded));
  }

  /** The same model with the encoder's states in place of the decoder's. */
  static Transformer encoderOf(Transformer transformer) {
    Map<String, List<SDVariable>> observations = transformer.observations();
    List<SDVariable> states = observations.get(BartOutputs.ENCODER_HIDDEN_STATES);
    return new Transformer(
        transformer.architecture(),
        transformer.config(),
        transformer.inputs(),
        states,
        observations.get(BartOutputs.ENCODER_ATTENTIONS),
        last(states),
        transformer.inputs().positions(),
        observations);
  }

  private static Map<String, List<SDVariable>> observations(Encoded encoded, Decoded decoded) {
    Map<String, List<SDVariable>> observations = new LinkedHashMap<>();
    observations.put(BartOutputs.ENCODER_HIDDEN_STATES, encoded.hiddenStates());
    observations.put(BartOutputs.DECODER_HIDDEN_STATES, decoded.hiddenStates());
    observations.put(BartOutputs.ENCODER_ATTENTIONS, encoded.attentions());
    observations.put(BartOutputs.DECODER_ATTENTIONS, decoded.attentions());
    observations.put(BartOutputs.CROSS_ATTENTIONS, decoded.crossAttentions());
    observations.put("encoder_last_hidden_state", List.of(last(encoded.hiddenStates())));
    observations.put("last_hidden_state", List.of(last(decoded.hiddenStates())));
    return observations;
  }

  private static SDVariable last(List<SDVariable> states) {
    return states.get(states.size() - 1);
  }

  private static void refuseLayerDrop(GraphBuilder builder, BartConfig config) {
    double layerDrop = Math.max(config.encoder().layerDrop(), config.decoder().layerDrop());
    if (builder.mode() == Mode.TRAINING && layerDrop > 0) {
      throw new InvalidModelException(
          "\"encoder_layerdrop\" or \"decoder_layerdrop\" is %s, expected 0: no layer is skipped here"
              .formatted(layerDrop));
    }
  }
}
