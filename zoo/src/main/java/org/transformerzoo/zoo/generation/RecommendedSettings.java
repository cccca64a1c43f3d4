package org.transformerzoo.zoo.generation;

import java.nio.file.Files;
import java.nio.file.Path;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.config.ConfigFile;

/**
 * The settings that a model comes with, in the terms of transformers. Its lengths count the token
 * that the decoder starts with, those of {@link GenerationSettings} do not.
 */
public final class RecommendedSettings {

  /** The file of a model folder that holds nothing else; older folders have them in config.json. */
  public static final String FILE = "generation_config.json";

  private static final int USUAL_TOP_K = 50;

  private RecommendedSettings() {}

  /**
   * The settings in {@code folder}, to change.
   *
   * @throws InvalidModelException if one of them has a wrong value; the message names its key
   */
  public static GenerationSettings.Builder in(Path folder) {
    Path file = folder.resolve(FILE);
    return of(Files.isRegularFile(file) ? ConfigFile.readFile(file) : ConfigFile.read(folder));
  }

  /** The settings in {@code config}, to change. */
  public static GenerationSettings.Builder of(ConfigFile config) {
    GenerationSettings.Builder builder = GenerationSettings.builder();
    lengths(config, builder);
    builder
        .beams(config.optionalInt("num_beams", 1, 1))
        .lengthPenalty(
            config.optionalDouble("length_penalty", 1, -Double.MAX_VALUE, Double.MAX_VALUE))
        .noRepeatSize(config.optionalInt("no_repeat_ngram_size", 0, 0))
        .earlyStopping(earlyStopping(config));
    if (config.has("forced_bos_token_id")) {
      builder.forcedFirst(config.requiredInt("forced_bos_token_id", 0));
    }
    if (config.has("forced_eos_token_id")) {
      builder.forcedLast(config.requiredInt("forced_eos_token_id", 0));
    }
    if (config.optionalBoolean("do_sample", false)) {
      builder.sampling(sampling(config));
    }
    return builder;
  }

  private static void lengths(ConfigFile config, GenerationSettings.Builder builder) {
    int length = config.optionalInt("max_length", GenerationSettings.USUAL_MAXIMUM_LENGTH, 1);
    int most = config.optionalInt("max_new_tokens", Math.max(1, length - 1), 1);
    int least = Math.max(0, config.optionalInt("min_length", 0, 0) - 1);
    builder
        .maximumNewTokens(most)
        .minimumNewTokens(config.optionalInt("min_new_tokens", Math.min(least, most), 0));
  }

  private static EarlyStopping earlyStopping(ConfigFile config) {
    if (config.isText("early_stopping")) {
      if (config.optionalString("early_stopping", "").equals("never")) {
        return EarlyStopping.WHEN_IMPOSSIBLE;
      }
      throw config.wrong("early_stopping", "true, false or \"never\"");
    }
    return config.optionalBoolean("early_stopping", false)
        ? EarlyStopping.AT_ONCE
        : EarlyStopping.WHEN_UNLIKELY;
  }

  private static Sampling sampling(ConfigFile config) {
    return new Sampling(
        config.optionalDouble("temperature", 1, Double.MIN_NORMAL, Double.MAX_VALUE),
        config.optionalInt("top_k", USUAL_TOP_K, 0),
        config.optionalDouble("top_p", 1, Double.MIN_NORMAL, 1),
        0);
  }
}
