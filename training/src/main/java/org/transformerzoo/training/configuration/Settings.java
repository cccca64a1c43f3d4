package org.transformerzoo.training.configuration;

import java.util.List;
import java.util.stream.Stream;

/**
 * All settings of a fine-tuning run, by topic. The defaults follow Mosbach et al. (2021, arXiv
 * 2006.04884) and Zhang et al. (2021, arXiv 2006.05987): AdamW with bias correction, learning rate
 * 2e-5, 10 % warm-up and linear decay.
 *
 * <p>To add one: add a constant and its place in {@code ALL} to the class of its topic, and use it
 * where it takes effect; files, command lines, help texts and run cards have it then.
 */
public final class Settings {

  /** All settings, in the order in which they are shown. */
  public static final List<Setting<?>> ALL =
      Stream.of(
              ModelSettings.ALL,
              DataSettings.ALL,
              TrainingSettings.ALL,
              UpdateSettings.ALL,
              RegularizationSettings.ALL,
              EvaluationSettings.ALL,
              MultiTaskSettings.ALL,
              PreTrainingSettings.ALL)
          .<Setting<?>>flatMap(List::stream)
          .toList();

  private Settings() {}

  /** The keys of all settings. */
  public static List<String> keys() {
    return ALL.stream().map(Setting::key).toList();
  }
}
