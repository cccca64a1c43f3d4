package org.transformerzoo.zoo.architecture.bart;

import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.ModelInput;
import org.transformerzoo.zoo.architecture.Positions;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.execution.InputRule;

/**
 * What the decoder reads: ids that are given, or the labels shifted right, or, as in transformers
 * where there is neither, the encoder's ids shifted right.
 */
record BartDecoderInput(GraphBuilder builder, BartConfig config, TokenInputs encoderInputs) {

  /**
   * The decoder's ids.
   *
   * @param ids int32, [batch, length]
   * @param positions batch and length
   */
  record DecoderIds(SDVariable ids, Positions positions) {}

  DecoderIds choose(Set<ModelInput> inputs) {
    if (inputs.contains(ModelInput.DECODER_INPUT_IDS)) {
      return given();
    }
    if (inputs.contains(ModelInput.SHIFTED_LABELS)) {
      return labels();
    }
    return new DecoderIds(shiftRight(encoderInputs.inputIds()), encoderInputs.positions());
  }

  private DecoderIds given() {
    String name = ModelInput.DECODER_INPUT_IDS.key();
    SDVariable ids = builder.idPlaceholder(name, config.vocabularySize(), config.maximumLength());
    builder.rule(InputRule.sameSize(name, 0, TokenInputs.INPUT_IDS, 0));
    return new DecoderIds(ids, Positions.of(builder.graph(), ids));
  }

  private DecoderIds labels() {
    String name = ModelInput.SHIFTED_LABELS.key();
    SDVariable labels =
        builder.labelPlaceholder(name, config.vocabularySize(), GraphBuilder.IGNORED_LABEL, -1, -1);
    builder.rule(InputRule.present(name));
    builder.rule(InputRule.sameSize(name, 0, TokenInputs.INPUT_IDS, 0));
    builder.rule(InputRule.atMost(name, 1, config.maximumLength()));
    return new DecoderIds(shiftRight(labels), Positions.of(builder.graph(), labels));
  }

  /** The start id, then all but the last of {@code ids}, with padding for ignored labels. */
  private SDVariable shiftRight(SDVariable ids) {
    SameDiff graph = builder.graph();
    SDVariable column = graph.stack(0, graph.sizeAt(ids, 0), graph.constant(1L));
    SDVariable start = graph.fill(column, DataType.INT32, config.decoderStartTokenId());
    SDVariable longer = graph.concat(1, start, ids); // [batch, length + 1]
    SDVariable shifted =
        graph.stridedSlice(
            longer,
            new long[] {0, 0},
            new long[] {0, -1},
            new long[] {1, 1},
            0b11, // from the beginning in both dimensions
            0b01, // to the end in the first
            0,
            0,
            0); // [batch, length]
    SDVariable ignored = graph.lt(shifted, 0).castTo(DataType.INT32); // [batch, length]
    SDVariable kept = shifted.mul(graph.onesLike(ignored).sub(ignored));
    return kept.add(ignored.mul(config.padTokenId())); // [batch, length]
  }
}
