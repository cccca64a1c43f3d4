package org.transformerzoo.zoo.architecture.blocks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.config.Activation;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.ParameterKind;

/**
 * BERT's head for masked words (Devlin et al., 2018): dense, activation, layer norm, then the word
 * embeddings as decoder, and a bias.
 *
 * @param dense name of the dense layer
 * @param norm name of the layer norm
 * @param bias name of the bias
 * @param activation between both
 * @param epsilon of the layer norm
 */
public record MaskedWordHead(
    String dense, String norm, String bias, Activation activation, double epsilon) {

  /**
   * Adds the head.
   *
   * @param words name of the word embeddings, [vocabulary, hidden]
   * @return [batch·length, vocabulary]
   */
  public SDVariable add(GraphBuilder builder, Transformer transformer, String words) {
    SameDiff graph = builder.graph();
    long hidden = transformer.config().hiddenSize();
    Depth depth = Depth.head();
    SDVariable tokens =
        graph.reshape(transformer.lastHiddenState(), -1, hidden); // [batch·length, hidden]
    SDVariable transformed = Linear.add(builder, dense, depth, tokens, hidden, hidden);
    SDVariable activated = Activations.add(graph, activation, transformed);
    SDVariable normed =
        LayerNorm.add(builder, norm, depth, activated, hidden, epsilon); // [batch·length, hidden]
    SDVariable offset =
        builder.parameter(bias, ParameterKind.BIAS, depth, transformer.config().vocabularySize());
    SDVariable decoder = graph.getVariable(words); // [vocabulary, hidden]
    return graph.mmul(normed, decoder, false, true, false).add(offset); // [batch·length, words]
  }
}
