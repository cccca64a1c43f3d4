package org.transformerzoo.training.group;

import java.util.List;
import java.util.OptionalDouble;
import org.transformerzoo.training.group.LayerGroups.Part;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;

/**
 * Three bands of layers with a learning rate each: the lower third {@code rate/ratio}, the middle
 * third {@code rate}, the upper third {@code rate·ratio}. Embeddings and pooler have the middle
 * rate, and so has the head unless it has its own. The ratio 2.6 is that of discriminative
 * fine-tuning (Howard and Ruder, 2018, arXiv 1801.06146).
 *
 * @param learningRate of the middle band
 * @param weightDecay of matrices and tables
 * @param ratio from a band to the one above, above 0
 * @param headLearningRate of the head, if it differs
 */
public record LayerBandGrouping(
    double learningRate, double weightDecay, double ratio, OptionalDouble headLearningRate)
    implements ParameterGrouping {

  private static final int BANDS = 3;
  private static final List<String> NAMES =
      List.of("lower layers", "middle layers", "upper layers");

  /** Checks the ratio. */
  public LayerBandGrouping {
    if (!(ratio > 0 && ratio < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("ratio is " + ratio + ", expected above 0");
    }
  }

  @Override
  public List<ParameterGroup> groups(FlatParameters parameters) {
    List<Depth.Layer> layers = LayerGroups.layers(parameters);
    return LayerGroups.of(parameters.segments(), parameter -> part(parameter, layers), weightDecay);
  }

  private Part part(Parameter parameter, List<Depth.Layer> layers) {
    Depth depth = parameter.depth();
    if (depth instanceof Depth.Layer) {
      int band = layers.indexOf(depth) * BANDS / layers.size();
      return new Part(band + 1, NAMES.get(band), learningRate * Math.pow(ratio, band - 1));
    }
    if (depth instanceof Depth.Embeddings) {
      return new Part(0, "embeddings", learningRate);
    }
    return depth instanceof Depth.Pooler
        ? new Part(BANDS + 1, "pooler", learningRate)
        : new Part(BANDS + 2, "head", headLearningRate.orElse(learningRate));
  }
}
