package org.transformerzoo.tuning.stopping;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.transformerzoo.training.evaluation.Metric;

/**
 * Successive halving without waiting (Li et al. 2020, arXiv 1810.05934, in the form that stops
 * runs): when a run comes to a rung, a share of the whole, it goes on only if its best value so far
 * is among the best of those that came there before it and itself.
 *
 * @param rungs shares of a run, ascending, each in (0, 1)
 * @param kept share of the runs that go on from a rung, in (0, 1)
 * @param runs which must have come to a rung before any is stopped there, at least 1
 */
public record SuccessiveHalving(List<Double> rungs, double kept, int runs) implements StoppingRule {

  /** What the search takes: where only half is kept, the best run of a recorded search is lost. */
  public static final SuccessiveHalving DEFAULT = new SuccessiveHalving(List.of(0.3, 0.6), 0.8, 5);

  /** Copies the rungs. */
  public SuccessiveHalving {
    rungs = List.copyOf(rungs);
  }

  @Override
  public Optional<String> reasonToStop(Curve run, List<Curve> others, Metric metric) {
    List<Curve.Point> points = run.points();
    double now = run.share();
    double before =
        points.size() < 2 ? 0 : (double) points.get(points.size() - 2).step() / run.totalSteps();
    return rungs.stream()
        .filter(rung -> before < rung && rung <= now)
        .map(rung -> reasonAt(now, run, others, metric))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> reasonAt(double share, Curve run, List<Curve> others, Metric metric) {
    double own = run.bestUntil(share, metric).orElseThrow();
    double[] reached =
        others.stream()
            .filter(other -> other.share() >= share)
            .map(other -> other.bestUntil(share, metric))
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .toArray();
    long better = 0;
    for (double other : reached) {
      better += metric.improves(other, own) ? 1 : 0;
    }
    int all = reached.length + 1;
    if (reached.length < runs || better < Math.ceil(all * kept)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "After %.0f %% of the run %d of %d runs had a better %s than its %.4f",
            100 * share,
            better,
            reached.length,
            metric.name(),
            own));
  }
}
