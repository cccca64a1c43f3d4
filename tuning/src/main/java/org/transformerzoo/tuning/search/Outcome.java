package org.transformerzoo.tuning.search;

import java.io.UncheckedIOException;
import java.util.Map;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.loop.StepMetrics;
import org.transformerzoo.training.loop.TrainingResult;

/**
 * Puts in words and numbers how a run ended.
 *
 * @param configuration of the run
 * @param watch what was seen of it
 * @param begin when it began, of {@link System#nanoTime}
 */
record Outcome(FineTuningConfiguration configuration, RunWatch watch, long begin) {

  /** A run that came to its end; without a finite score it has failed. */
  RunResult of(TrainingResult training) {
    double best = value(training.best());
    return Double.isFinite(best)
        ? result(Ending.COMPLETE, training.best(), value(training.last()), null)
        : failed(
            "The metric %s is %s after step %d"
                .formatted(configuration.metric().name(), best, training.best().step()));
  }

  /** A run that was given up after an evaluation. */
  RunResult stopped(RunWatch.RunStoppedException why) {
    return result(Ending.STOPPED, watch.best(), null, why.getMessage());
  }

  RunResult failed(Throwable failure) {
    return failed(sentence(failure));
  }

  private RunResult failed(String reason) {
    return result(Ending.FAILED, null, null, reason);
  }

  private RunResult result(Ending ending, StepMetrics best, Double last, String reason) {
    return new RunResult(
        configuration.get(TrainingSettings.SEED),
        configuration.dataSeed(),
        ending,
        best == null ? null : Double.valueOf(value(best)),
        last,
        best == null ? 0 : best.step(),
        best == null ? Map.of() : best.metrics(),
        watch.curve(),
        (System.nanoTime() - begin) * 1e-9,
        reason);
  }

  private double value(StepMetrics metrics) {
    return metrics.metrics().get(configuration.metric().name());
  }

  private static String sentence(Throwable failure) {
    Throwable told =
        failure instanceof UncheckedIOException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String type = told.getClass().getSimpleName();
    String message = told.getMessage();
    boolean whole = message != null && message.contains(" ");
    return whole ? message : message == null ? type : type + ": " + message;
  }
}
