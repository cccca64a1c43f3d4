package org.transformerzoo.training.finetuning;

import java.nio.file.Path;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.TrainingSettings;

/**
 * Keeps tokenized text in folders named by what it was made from: the cache, or else the folder of
 * the run, with which it goes.
 *
 * @param folder where those folders are
 */
record TokenCache(Path folder) {

  /** Changes with the layout of what is kept, so that nothing older is taken for it. */
  private static final String LAYOUT = "3";

  /**
   * The cache of a run.
   *
   * @throws InvalidSettingException if there is neither a cache nor an output
   */
  static TokenCache of(FineTuningConfiguration configuration) {
    return new TokenCache(
        configuration
            .find(DataSettings.CACHE)
            .or(() -> configuration.find(TrainingSettings.OUTPUT).map(RunFolder::of))
            .orElseThrow(
                () ->
                    new InvalidSettingException(
                        "Neither cache nor output is set, expected a folder for tokenized text")));
  }

  /** The folder for what was made from {@code content}: texts, tokenizer, settings. */
  Path place(String... content) {
    return folder.resolve("tokens-" + Digest.ofText(LAYOUT, Digest.ofText(content)));
  }
}
