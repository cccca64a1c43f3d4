package org.transformerzoo.tuning.stopping;

import java.util.List;
import java.util.Optional;
import org.transformerzoo.training.evaluation.Metric;

/** Decides after each evaluation whether a run goes on. */
@FunctionalInterface
public interface StoppingRule {

  /** Lets every run come to its end. */
  StoppingRule NONE = (run, others, metric) -> Optional.empty();

  /**
   * Why a run is to end now; empty if it is to go on.
   *
   * @param run its evaluations so far, at least one
   * @param others those of the runs that ended before, stopped ones among them
   * @param metric what the values are
   */
  Optional<String> reasonToStop(Curve run, List<Curve> others, Metric metric);
}
