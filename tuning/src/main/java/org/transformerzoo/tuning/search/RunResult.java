package org.transformerzoo.tuning.search;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.tuning.stopping.Curve;

/**
 * How a run of a candidate ended.
 *
 * @param seed of the run
 * @param dataSeed of the order of the examples
 * @param ending how it ended
 * @param best the highest or lowest value of the metric in the run, null if there is none
 * @param last its value at the end, null if the run did not come there
 * @param bestStep after how many steps it was best
 * @param metrics all metrics of that step
 * @param curve the metric's values on the way
 * @param seconds it took
 * @param reason why it ended early, null if it did not
 */
public record RunResult(
    long seed,
    long dataSeed,
    Ending ending,
    Double best,
    Double last,
    long bestStep,
    Map<String, Double> metrics,
    Curve curve,
    double seconds,
    String reason)
    implements Serializable {

  /** A run that could not be taken to its end, and left nothing. */
  public static RunResult failed(
      FineTuningConfiguration configuration, double seconds, String reason) {
    return new RunResult(
        configuration.get(TrainingSettings.SEED),
        configuration.dataSeed(),
        Ending.FAILED,
        null,
        null,
        0,
        Map.of(),
        new Curve(1, List.of()),
        seconds,
        reason);
  }

  /** The same with another reason. */
  public RunResult withReason(String other) {
    return new RunResult(
        seed, dataSeed, ending, best, last, bestStep, metrics, curve, seconds, other);
  }
}
