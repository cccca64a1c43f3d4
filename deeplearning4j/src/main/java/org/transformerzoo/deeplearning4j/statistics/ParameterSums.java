package org.transformerzoo.deeplearning4j.statistics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.ui.model.stats.api.Histogram;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
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

  private static final int BINS = 20;

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
   * Tells {@code report} mean magnitudes, standard deviations and histograms.
   *
   * @param type what {@code flat} holds
   * @param flat laid out like the flat parameters
   */
  void tell(StatsReport report, StatsType type, INDArray flat) {
    Map<String, Double> magnitudes = new LinkedHashMap<>();
    Map<String, Double> deviations = new LinkedHashMap<>();
    Map<String, Histogram> histograms = new LinkedHashMap<>();
    segments.forEach(
        (name, all) -> {
          INDArray values = values(flat, all);
          magnitudes.put(name, values.norm1Number().doubleValue() / values.length());
          deviations.put(name, values.stdNumber(false).doubleValue());
          histograms.put(name, histogram(values));
        });
    report.reportMeanMagnitudes(type, magnitudes);
    report.reportStdev(type, deviations);
    report.reportHistograms(type, histograms);
  }

  /** Copied side by side. */
  private static INDArray values(INDArray flat, List<Segment> segments) {
    INDArray[] each =
        segments.stream()
            .map(segment -> FlatParameters.view(flat, segment).reshape(segment.length()))
            .toArray(INDArray[]::new);
    return Nd4j.concat(0, each);
  }

  private static Histogram histogram(INDArray values) {
    INDArray counts =
        Nd4j.exec(new org.nd4j.linalg.api.ops.impl.transforms.Histogram(values, BINS))[0];
    return new Histogram(
        values.minNumber().doubleValue(),
        values.maxNumber().doubleValue(),
        BINS,
        counts.toIntVector());
  }
}
