package org.transformerzoo.zoo.architecture.bert;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.architecture.blocks.Activations;
import org.transformerzoo.zoo.architecture.blocks.FirstToken;
import org.transformerzoo.zoo.architecture.blocks.LayerNorm;
import org.transformerzoo.zoo.architecture.blocks.Linear;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.ParameterKind;

/** What BERT itself puts on top of its encoder. */
final class BertHeads {

  private BertHeads() {}

  /** tanh(dense([CLS])), [batch, hidden]. */
  static SDVariable pooler(GraphBuilder builder, Transformer transformer) {
    int hidden = transformer.config().hiddenSize();
    SDVariable first = FirstToken.of(transformer.lastHiddenState()); // [batch, hidden]
    SDVariable dense =
        Linear.add(builder, "bert.pooler.dense", Depth.pooler(), first, hidden, hidden);
    return builder.graph().math().tanh(dense); // [batch, hidden]
  }

  /** Dense, activation, LayerNorm, then the word embeddings as decoder: [batch·length, words]. */
  static SDVariable languageModelLogits(GraphBuilder builder, Transformer transformer) {
    BertConfig config = (BertConfig) transformer.config();
    SameDiff graph = builder.graph();
    long hidden = config.hiddenSize();
    Depth depth = Depth.head();
    SDVariable tokens =
        graph.reshape(transformer.lastHiddenState(), -1, hidden); // [batch·length, hidden]
    SDVariable dense =
        Linear.add(builder, "cls.predictions.transform.dense", depth, tokens, hidden, hidden);
    SDVariable normed =
        LayerNorm.add(
            builder,
            "cls.predictions.transform.LayerNorm",
            depth,
            Activations.add(graph, config.activation(), dense),
            hidden,
            config.layerNormEpsilon()); // [batch·length, hidden]
    SDVariable bias =
        builder.parameter(
            "cls.predictions.bias", ParameterKind.BIAS, depth, config.vocabularySize());
    SDVariable words = graph.getVariable(BertEncoder.WORD_EMBEDDINGS); // [vocabulary, hidden]
    return graph.mmul(normed, words, false, true, false).add(bias); // [batch·length, vocabulary]
  }
}
