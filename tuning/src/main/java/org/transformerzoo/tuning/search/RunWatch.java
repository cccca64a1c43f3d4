package org.transformerzoo.tuning.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.training.loop.StepMetrics;
import org.transformerzoo.training.loop.TrainingListener;
import org.transformerzoo.training.loop.TrainingPlan;
import org.transformerzoo.tuning.stopping.Curve;
import org.transformerzoo.tuning.stopping.StoppingRule;

/** Records a run's evaluations and ends it if a rule says so. */
final class RunWatch implements TrainingListener {

  /** Thrown in a run that does badly. */
  static final class RunStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RunStoppedException(String reason) {
      super(reason);
    }
  }

  private final Metric metric;
  private final StoppingRule rule;
  private final Supplier<List<Curve>> others;
  private final List<Curve.Point> points = new ArrayList<>();
  private long totalSteps = 1;
  private boolean whole = true;
  private StepMetrics best;

  /** A watch of a run beside {@code others}, which are asked for after each evaluation. */
  RunWatch(Metric metric, StoppingRule rule, Supplier<List<Curve>> others) {
    this.metric = metric;
    this.rule = rule;
    this.others = others;
  }

  /** A run that goes on in its middle is not judged, for what it reached before is not known. */
  @Override
  public void started(TrainingPlan plan, long stepsTaken) {
    totalSteps = plan.totalSteps();
    whole = stepsTaken == 0;
  }

  @Override
  public void evaluated(StepMetrics metrics, boolean best) {
    points.add(new Curve.Point(metrics.step(), metrics.metrics().get(metric.name())));
    if (best) {
      this.best = metrics;
    }
    if (whole) {
      rule.reasonToStop(curve(), others.get(), metric)
          .ifPresent(
              reason -> {
                throw new RunStoppedException(reason);
              });
    }
  }

  /** The evaluations so far. */
  Curve curve() {
    return new Curve(totalSteps, points);
  }

  /** The best evaluation so far; null before the first. */
  StepMetrics best() {
    return best;
  }
}
