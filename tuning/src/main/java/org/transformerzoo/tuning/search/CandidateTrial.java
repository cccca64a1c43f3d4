package org.transformerzoo.tuning.search;

import java.nio.file.Path;
import java.util.List;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.loop.TrainingListener;
import org.transformerzoo.training.loop.TrainingResult;

/** Tries a configuration out: fine-tuning, or in tests something quicker. */
@FunctionalInterface
public interface CandidateTrial {

  /**
   * Runs a configuration to its end.
   *
   * @param configuration whose output is a folder inside of {@code folder}
   * @param folder of the run, for what it leaves behind
   * @param listeners to be told what happens; what they throw ends the run and is thrown on
   */
  TrainingResult run(
      FineTuningConfiguration configuration, Path folder, List<TrainingListener> listeners);
}
