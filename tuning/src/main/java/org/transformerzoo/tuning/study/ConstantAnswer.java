package org.transformerzoo.tuning.study;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.training.finetuning.ExampleReader;
import org.transformerzoo.training.finetuning.Examples;

/**
 * What a model reaches that has learnt nothing: of accuracy the share of the most frequent label,
 * of correlations 0. Mosbach et al. (2021, arXiv 2006.04884) call a run failed that ends no better.
 */
final class ConstantAnswer {

  private ConstantAnswer() {}

  /** The baseline of a run; NaN for metrics that have none. */
  static double baseline(FineTuningConfiguration configuration) {
    Metric metric = configuration.metric();
    return switch (metric.name()) {
      case "accuracy" -> shareOfMostFrequent(configuration);
      case "matthews", "pearson", "spearman" -> 0;
      default -> Double.NaN;
    };
  }

  private static double shareOfMostFrequent(FineTuningConfiguration configuration) {
    Examples dev =
        new ExampleReader(configuration).readLabelled(configuration.get(DataSettings.DEV));
    Map<Object, Long> counts =
        dev.texts().stream()
            .map(TextExample::labels)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return (double) most / dev.texts().size();
  }
}
