package org.transformerzoo.deeplearning4j.statistics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.FlatParameters.Segment;
import org.transformerzoo.zoo.parameter.Parameter;

/**
 * Parameters put together as DL4J's UI shows them, by layer and kind: {@code encoder.0_W} are the
 * matrices of the first layer of the encoder, {@code encoder.0_b} its biases and norms.
 *
 * @param segments of each name, from the input upwards
 */
record ParameterSums(Map<String, List<Segment>> segments) {

  static ParameterSums of(FlatParameters parameters) {
    return new ParameterSums(
        parameters.segments().stream()
            .collect(
                Collectors.groupingBy(
                    segment -> name(segment.parameter()),
                    LinkedHashMap::new,
                    Collectors.toList())));
  }

  private static String name(Parameter parameter) {
    return layer(parameter.depth()) + (parameter.kind().decays() ? "_W" : "_b");
  }

  /** What {@code depth} is called, without an underscore, at which the UI parts names. */
  private static String layer(Depth depth) {
    if (depth instanceof Depth.Layer layer) {
      return layer.stack().name().toLowerCase(Locale.ROOT) + "." + layer.index();
    }
    return depth.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** The names of the layers. */
  List<String> layers() {
    return segments.keySet().stream()
        .map(name -> name.substring(0, name.lastIndexOf('_')))
        .distinct()
        .toList();
  }

  /**
   * The mean of the absolute values of each.
   *
   * @param flat laid out like the flat parameters
   */
  Map<String, Double> meanMagnitudes(INDArray flat) {
    Map<String, Double> means = new TreeMap<>();
    segments.forEach(
        (name, all) -> {
          double sum = 0;
          long count = 0;
          for (Segment segment : all) {
            sum += FlatParameters.view(flat, segment).norm1Number().doubleValue();
            count += segment.length();
          }
          means.put(name, sum / count);
        });
    return means;
  }
}
