package org.transformerzoo.tuning.stopping;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.transformerzoo.training.evaluation.Metric;

/**
 * What a rule would have done to runs that were recorded whole.
 *
 * @param seen of each run what would have been run of it, in their order
 * @param recorded the runs
 */
public record Replay(List<Curve> seen, List<Curve> recorded) {

  /** Replays {@code recorded}, one run after the other. */
  public static Replay of(StoppingRule rule, List<Curve> recorded, Metric metric) {
    List<Curve> seen = new ArrayList<>();
    recorded.forEach(run -> seen.add(cut(rule, run, seen, metric)));
    return new Replay(List.copyOf(seen), List.copyOf(recorded));
  }

  private static Curve cut(StoppingRule rule, Curve run, List<Curve> others, Metric metric) {
    for (int count = 1; count <= run.points().size(); count++) {
      Curve part = new Curve(run.totalSteps(), run.points().subList(0, count));
      if (rule.reasonToStop(part, others, metric).isPresent()) {
        return part;
      }
    }
    return run;
  }

  /** The positions of the runs that would have been stopped. */
  public List<Integer> stopped() {
    return IntStream.range(0, seen.size())
        .filter(i -> seen.get(i).points().size() < recorded.get(i).points().size())
        .boxed()
        .toList();
  }

  /** Which share of all steps would not have been taken, in [0, 1). */
  public double saved() {
    double whole = recorded.stream().mapToDouble(Curve::share).sum();
    return 1 - seen.stream().mapToDouble(Curve::share).sum() / whole;
  }
}
