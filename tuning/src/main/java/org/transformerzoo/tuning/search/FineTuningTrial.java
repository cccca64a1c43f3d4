package org.transformerzoo.tuning.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.finetuning.FineTuning;
import org.transformerzoo.training.loop.MetricsLog;
import org.transformerzoo.training.loop.TrainingListener;
import org.transformerzoo.training.loop.TrainingResult;

/**
 * Fine-tunes. A run that was interrupted goes on from its latest checkpoint if the search sets
 * {@code checkpoint-steps}; else there are none, for they would take longer than many a short run.
 */
public final class FineTuningTrial implements CandidateTrial {

  private static final long NEVER = Long.MAX_VALUE;

  private final UnaryOperator<FineTuningConfiguration> preparation;
  private final OptionalInt threads;

  /** Fine-tunes each configuration as it is, with all cores. */
  public FineTuningTrial() {
    this(UnaryOperator.identity(), OptionalInt.empty());
  }

  /**
   * Fine-tunes what {@code preparation} makes of each configuration, such as one whose model is a
   * folder in place of a name.
   *
   * @param threads the threads of each run, native and Java's, if not as many as there are cores
   */
  public FineTuningTrial(UnaryOperator<FineTuningConfiguration> preparation, OptionalInt threads) {
    this.threads = threads;
    this.preparation = preparation;
  }

  @Override
  public TrainingResult run(
      FineTuningConfiguration configuration, Path folder, List<TrainingListener> listeners) {
    return threads.isPresent()
        ? new ThreadShare(threads.getAsInt()).run(() -> fineTune(configuration, folder, listeners))
        : fineTune(configuration, folder, listeners);
  }

  private TrainingResult fineTune(
      FineTuningConfiguration configuration, Path folder, List<TrainingListener> listeners) {
    FineTuningConfiguration whole =
        configuration.isGiven(TrainingSettings.CHECKPOINT_STEPS)
            ? configuration
            : configuration.withSetting(
                TrainingSettings.CHECKPOINT_STEPS.key(), String.valueOf(NEVER));
    TrainingResult result = FineTuning.run(preparation.apply(whole), listeners).training();
    try {
      Files.copy(
          configuration.get(TrainingSettings.OUTPUT).resolve(MetricsLog.NAME),
          folder.resolve(MetricsLog.NAME),
          StandardCopyOption.REPLACE_EXISTING);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be written: " + e.getMessage(), e);
    }
  }
}
