package org.transformerzoo.training.group;

import java.util.List;
import java.util.OptionalDouble;
import org.transformerzoo.training.group.LayerGroups.Part;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;

/**
 * Bands of layers, as equal as may be, with a learning rate each. Embeddings and pooler have the
 * plain learning rate, and so has the head unless it has its own. Three bands with the factors
 * 1/2.6, 1 and 2.6 are those of the practical guide, after discriminative fine-tuning (Howard and
 * Ruder, 2018, arXiv 1801.06146).
 *
 * @param learningRate that the factors are of
 * @param weightDecay of matrices and tables
 * @param factors of the bands from the input on, at least one, each above 0
 * @param headLearningRate of the head, if it differs
 */
public record LayerBandGrouping(
    double learningRate, double weightDecay, List<Double> factors, OptionalDouble headLearningRate)
    implements ParameterGrouping {

  /** Checks the factors. */
  public LayerBandGrouping {
    factors = List.copyOf(factors);
    if (factors.isEmpty() || factors.stream().anyMatch(f -> !(f > 0) || f.isInfinite())) {
      throw new IllegalArgumentException("factors are " + factors + ", expected each above 0");
    }
  }

  /** The factors of three bands of which each has {@code ratio} times the rate of that below. */
  public static List<Double> thirds(double ratio) {
    return List.of(1 / ratio, 1.0, ratio);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if there are more bands than layers
   */
  @Override
  public List<ParameterGroup> groups(FlatParameters parameters) {
    List<Depth.Layer> layers = LayerGroups.layers(parameters);
    if (factors.size() > layers.size()) {
      throw new IllegalArgumentException(
          "layer-bands is %d bands, expected at most the %d layers of the model, one factor for each band"
              .formatted(factors.size(), layers.size()));
    }
    return LayerGroups.of(parameters.segments(), parameter -> part(parameter, layers), weightDecay);
  }

  private Part part(Parameter parameter, List<Depth.Layer> layers) {
    Depth depth = parameter.depth();
    int bands = factors.size();
    if (depth instanceof Depth.Layer) {
      int band = layers.indexOf(depth) * bands / layers.size();
      return new Part(
          band + 1, "band %d of %d".formatted(band + 1, bands), learningRate * factors.get(band));
    }
    if (depth instanceof Depth.Embeddings) {
      return new Part(0, "embeddings", learningRate);
    }
    return depth instanceof Depth.Pooler
        ? new Part(bands + 1, "pooler", learningRate)
        : new Part(bands + 2, "head", headLearningRate.orElse(learningRate));
  }
}
