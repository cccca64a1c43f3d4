package org.transformerzoo.tuning.search;

import java.io.UncheckedIOException;
import java.util.Map;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.training.loop.TrainingResult;

/** Puts in words and numbers how a run ended. */
record Outcome(FineTuningConfiguration configuration, Metric metric) {

  /** A run that came to its end; without a finite score it has failed. */
  RunResult of(TrainingResult training, double seconds) {
    double best = training.best().metrics().get(metric.name());
    double last = training.last().metrics().get(metric.name());
    if (!Double.isFinite(best)) {
      return failed(
          "The metric %s is %s after step %d"
              .formatted(metric.name(), best, training.best().step()),
          seconds);
    }
    return new RunResult(
        seed(),
        configuration.dataSeed(),
        Ending.COMPLETE,
        best,
        last,
        training.best().step(),
        training.best().metrics(),
        seconds,
        null);
  }

  RunResult failed(Throwable failure, double seconds) {
    return failed(sentence(failure), seconds);
  }

  private RunResult failed(String reason, double seconds) {
    return new RunResult(
        seed(), configuration.dataSeed(), Ending.FAILED, null, null, 0, Map.of(), seconds, reason);
  }

  private long seed() {
    return configuration.get(TrainingSettings.SEED);
  }

  private static String sentence(Throwable failure) {
    Throwable told =
        failure instanceof UncheckedIOException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String message = told.getMessage();
    String type = told.getClass().getSimpleName();
    return message == null || message.isBlank()
        ? type
        : type.endsWith("Exception") && message.contains(" ") ? message : type + ": " + message;
  }
}
