package org.transformerzoo.training.interpretation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.transformerzoo.datavec.tokenizer.Encoding;

/**
 * Where each head of each layer looks on one text.
 *
 * @param tokens all tokens, special ones included; a decoder reads each one place later, so that
 *     its row and column 0 stand for the token with which it begins
 * @param maps by the name that transformers gives them, {@code attentions} or, in BART, {@code
 *     encoder_attentions}, {@code decoder_attentions} and {@code cross_attentions}: for each layer
 *     the probabilities, [heads, tokens that look, tokens that are looked at]; each row sums to 1
 */
public record AttentionMaps(List<String> tokens, Map<String, List<INDArray>> maps) {

  private static final String SUFFIX = "attentions";

  static AttentionMaps of(ExplainedModel model, Encoding encoding) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    model
        .observations()
        .forEach(
            (name, layers) -> {
              if (name.endsWith(SUFFIX)) {
                names.put(name, layers.stream().map(SDVariable::name).toList());
              }
            });
    List<String> all = names.values().stream().flatMap(List::stream).toList();
    Map<String, INDArray> values = model.values(encoding.inputIds(), encoding.tokenTypeIds(), all);
    Map<String, List<INDArray>> maps = new LinkedHashMap<>();
    names.forEach(
        (name, layers) ->
            maps.put(
                name,
                layers.stream()
                    .map(layer -> unpadded(model, values.get(layer), encoding.length()))
                    .toList()));
    List<String> tokens = Arrays.stream(encoding.inputIds()).mapToObj(model::token).toList();
    return new AttentionMaps(tokens, maps);
  }

  /** [1, heads, padded, padded] without what belongs to padding. */
  private static INDArray unpadded(ExplainedModel model, INDArray map, int length) {
    long first = model.firstToken(map.size(2), length);
    INDArrayIndex tokens = NDArrayIndex.interval(first, first + length);
    return map.get(NDArrayIndex.point(0), NDArrayIndex.all(), tokens, tokens).dup('c');
  }

  /**
   * Attention rollout (Abnar and Zuidema, 2020, arXiv 2005.00928): how much of each token reaches
   * each place of the last layer, if a layer passes on half of its input and half of what its
   * heads, on average, look at. [tokens, tokens]; each row sums to 1.
   *
   * @param name one of {@link #maps} in which tokens look at those of the same stack
   * @throws IllegalArgumentException if there is no such stack
   */
  public INDArray rollout(String name) {
    List<INDArray> layers = maps.get(name);
    if (layers == null || name.startsWith("cross")) {
      List<String> stacks = new ArrayList<>(maps.keySet());
      stacks.removeIf(each -> each.startsWith("cross"));
      throw new IllegalArgumentException(
          "There is no rollout of \"" + name + "\", expected one of " + stacks);
    }
    INDArray identity = Nd4j.eye(tokens.size());
    INDArray reached = identity;
    for (INDArray layer : layers) {
      reached = layer.mean(0).add(identity).muli(0.5).mmul(reached); // [tokens, tokens]
    }
    return reached;
  }
}
