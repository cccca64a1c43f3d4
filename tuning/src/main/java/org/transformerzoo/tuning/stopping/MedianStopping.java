package org.transformerzoo.tuning.stopping;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.transformerzoo.training.evaluation.Metric;

/**
 * Median stopping (Golovin et al. 2017, "Google Vizier"): a run ends if its best value so far is
 * worse than the median of the means of the others up to the same share of the run. Only runs that
 * came to their end are counted.
 *
 * @param runs which must have come to their end before any is stopped, at least 1
 * @param grace share of each run in which it is not stopped, in [0, 1)
 */
public record MedianStopping(int runs, double grace) implements StoppingRule {

  /** What the search takes. */
  public static final MedianStopping DEFAULT = new MedianStopping(5, 0.5);

  @Override
  public Optional<String> reasonToStop(Curve run, List<Curve> others, Metric metric) {
    double share = run.share();
    double[] means =
        others.stream()
            .filter(other -> other.share() >= 1)
            .map(other -> other.meanUntil(share))
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .sorted()
            .toArray();
    if (share >= 1 || share < grace || means.length < runs) {
      return Optional.empty();
    }
    double best = run.bestUntil(share, metric).orElseThrow();
    double median = median(means);
    return metric.improves(median, best)
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "After %.0f %% of the run its best %s was %.4f, the median of %d runs %.4f",
                100 * share,
                metric.name(),
                best,
                means.length,
                median))
        : Optional.empty();
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
