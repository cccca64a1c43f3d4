package org.transformerzoo.zoo.pooling;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * {@code word-weights}: the mean of the last hidden states of the tokens, weighted by a number for
 * each entry of the vocabulary, such as its inverse document frequency (sentence-transformers,
 * {@code WordWeights}). The weights are saved with the model and not trained; all are 1 until
 * {@link #set}.
 */
public final class WordWeightsPooling implements StatesPooling {

  private static final String TABLE = "word_weights";

  @Override
  public Pooled pool(PoolingSite site) {
    SameDiff graph = site.graph();
    SDVariable table =
        site.builder()
            .buffer(
                site.name() + "." + TABLE,
                ParameterKind.FIXED,
                Depth.head(),
                site.transformer().config().vocabularySize(),
                1); // [vocabulary, 1]
    TokenInputs inputs = site.transformer().inputs();
    // SameDiff's gather crashes on a table of one dimension.
    SDVariable rows = graph.gather(table, graph.reshape(inputs.inputIds(), -1), 0);
    SDVariable weights =
        graph.reshape(rows, inputs.positions().shape(graph)).mul(site.mask()); // [batch, length]
    return Pooled.of(TokenReduction.mean(graph, site.lastState(), weights), site.hidden());
  }

  /** Whether the parameter {@code name} of a model holds such weights. */
  public static boolean isTable(String name) {
    return name.endsWith("." + TABLE);
  }

  /**
   * Gives a model its weights.
   *
   * @param parameters of a model whose pooling is {@code word-weights}
   * @param weights one for each id of the vocabulary, finite and at least 0
   * @throws InvalidModelException if the pooling has no word weights, or their number is not that
   *     of the weights
   */
  public static void set(FlatParameters parameters, float[] weights) {
    Parameter table =
        parameters.parameters().stream()
            .filter(parameter -> isTable(parameter.name()))
            .findFirst()
            .orElseThrow(
                () -> new InvalidModelException("The model's pooling has no word weights to set"));
    if (table.length() != weights.length) {
      throw new InvalidModelException(
          "There are %d word weights, the vocabulary of the model has %d entries"
              .formatted(weights.length, table.length()));
    }
    for (int id = 0; id < weights.length; id++) {
      if (!(weights[id] >= 0 && weights[id] <= Float.MAX_VALUE)) {
        throw new InvalidModelException(
            "The word weight of the id %d is %s, expected a number of at least 0"
                .formatted(id, weights[id]));
      }
    }
    INDArray values = Nd4j.createFromArray(weights);
    parameters.value(table.name()).assign(values.reshape(weights.length, 1));
  }
}
