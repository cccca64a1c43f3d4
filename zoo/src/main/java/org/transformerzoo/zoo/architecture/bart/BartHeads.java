package org.transformerzoo.zoo.architecture.bart;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.execution.InputRule;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.ParameterKind;

/** What BART itself puts on top of its decoder. */
final class BartHeads {

  /** A constant offset of the logits, which is stored with the model and never trained. */
  static final String LOGITS_BIAS = "final_logits_bias";

  private BartHeads() {}

  /** The decoder's output at the last end token of the encoder's ids, [batch, hidden]. */
  static SDVariable lastEnd(GraphBuilder builder, Transformer transformer) {
    return lastEnd(builder, transformer, transformer.lastHiddenState());
  }

  /**
   * {@code state}, [batch, length, hidden], at the last end token of the encoder's ids: [batch,
   * hidden]. An end token in padding does not count.
   */
  static SDVariable lastEnd(GraphBuilder builder, Transformer transformer, SDVariable state) {
    SameDiff graph = builder.graph();
    int endTokenId = ((BartConfig) transformer.config()).endTokenId();
    builder.rule(InputRule.holdsInEachRow(TokenInputs.INPUT_IDS, endTokenId));
    TokenInputs inputs = transformer.inputs();
    SDVariable tokens = inputs.attentionMask().castTo(DataType.FLOAT); // [batch, length]
    SDVariable ends = graph.eq(inputs.inputIds(), endTokenId).castTo(DataType.FLOAT).mul(tokens);
    SDVariable later = graph.cumsum(ends, true, true, 1); // ends after each position
    SDVariable isLast = ends.mul(graph.eq(later, 0.0).castTo(DataType.FLOAT)); // [batch, length]
    SDVariable column = graph.reshape(isLast, inputs.positions().shape(graph, 1));
    return state.mul(column).sum(1); // [batch, hidden]
  }

  /** The word embeddings as decoder: [batch·length, words]. */
  static SDVariable languageModelLogits(GraphBuilder builder, Transformer transformer) {
    BartConfig config = (BartConfig) transformer.config();
    SDVariable tokens =
        builder
            .graph()
            .reshape(
                transformer.lastHiddenState(), -1, config.hiddenSize()); // [batch·length, hidden]
    return languageModelLogits(builder, config, tokens);
  }

  /**
   * As {@link #languageModelLogits(GraphBuilder, Transformer)}.
   *
   * @param tokens [rows, hidden]
   */
  static SDVariable languageModelLogits(
      GraphBuilder builder, BartConfig config, SDVariable tokens) {
    SameDiff graph = builder.graph();
    SDVariable words = graph.getVariable(BartEmbeddings.WORDS); // [vocabulary, hidden]
    SDVariable bias =
        builder.buffer(LOGITS_BIAS, ParameterKind.BIAS, Depth.head(), 1, config.vocabularySize());
    return graph.mmul(tokens, words, false, true, false).add(bias); // [rows, vocabulary]
  }
}
