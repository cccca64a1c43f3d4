package org.transformerzoo.tuning.study;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.TrainingSettings;

/**
 * Which runs a study has: each variant on each task with each seed.
 *
 * @param seeds of new weights and dropout: how many; the first is 1
 * @param dataSeeds of the order of the examples, each with each of the others; 0 for the same seed
 *     in both
 * @param settings of all runs, by key
 * @param tasks further settings of each task, by its name
 * @param variants further settings of each variant, by its name
 */
public record StudyPlan(
    @JsonProperty(required = true) int seeds,
    @JsonProperty("data-seeds") int dataSeeds,
    Map<String, Object> settings,
    Map<String, Map<String, Object>> tasks,
    Map<String, Map<String, Object>> variants) {

  private static final String LEGAL_NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

  /** Checks names and numbers. */
  public StudyPlan {
    settings = settings == null ? Map.of() : settings;
    if (seeds < 2) {
      throw new InvalidSettingException("seeds is " + seeds + ", expected at least 2");
    }
    if (dataSeeds < 0 || dataSeeds == 1) {
      throw new InvalidSettingException(
          "data-seeds is " + dataSeeds + ", expected at least 2, or none");
    }
    requireNames("tasks", tasks);
    requireNames("variants", variants);
  }

  private static void requireNames(String key, Map<String, ?> named) {
    if (named == null || named.isEmpty()) {
      throw new InvalidSettingException(key + " is empty, expected a name and settings for each");
    }
    for (String name : named.keySet()) {
      if (!name.matches(LEGAL_NAME)) {
        throw new InvalidSettingException(
            "%s has the name \"%s\", expected letters, digits, . _ and -".formatted(key, name));
      }
    }
  }

  /**
   * Reads a YAML file with the keys seeds, data-seeds, settings, tasks and variants, and checks
   * every configuration in it.
   *
   * @throws InvalidSettingException that says what is wrong
   */
  public static StudyPlan read(Path file) {
    YAMLMapper mapper =
        YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
    try {
      StudyPlan plan = mapper.readValue(Files.readString(file), StudyPlan.class);
      plan.tasks()
          .keySet()
          .forEach(
              task ->
                  plan.variants()
                      .keySet()
                      .forEach(
                          variant ->
                              plan.configuration(
                                  task, variant, plan.seedPairs().get(0), Path.of("unused"))));
      return plan;
    } catch (JsonProcessingException e) {
      String reason =
          e.getCause() instanceof InvalidSettingException cause
              ? cause.getMessage()
              : e.getOriginalMessage().lines().findFirst().orElse("");
      throw new InvalidSettingException(file + " is not a study: " + reason, e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The configuration of a run; a variant's settings win over a task's.
   *
   * @throws InvalidSettingException that names task and variant
   */
  FineTuningConfiguration configuration(String task, String variant, SeedPair seeds, Path output) {
    Map<String, Object> all = new LinkedHashMap<>(settings);
    all.putAll(settingsOf(tasks.get(task)));
    all.putAll(settingsOf(variants.get(variant)));
    all.put(TrainingSettings.SEED.key(), seeds.seed());
    all.put(TrainingSettings.DATA_SEED.key(), seeds.dataSeed());
    all.put(TrainingSettings.OUTPUT.key(), output.toString());
    return FineTuningConfiguration.builder()
        .setAll("variant " + variant + " of task " + task, all)
        .build();
  }

  /** The seeds of the runs of each variant, those that come first when a study is cut short. */
  List<SeedPair> seedPairs() {
    List<SeedPair> pairs = new ArrayList<>();
    for (long seed = 1; seed <= seeds; seed++) {
      for (long dataSeed = 1; dataSeed <= dataSeeds; dataSeed++) {
        pairs.add(new SeedPair(seed, dataSeed));
      }
      if (dataSeeds == 0) {
        pairs.add(new SeedPair(seed, seed));
      }
    }
    return pairs;
  }

  /** How many runs there are. */
  int runs() {
    return seedPairs().size() * tasks.size() * variants.size();
  }

  /** A name without settings is that of the settings that all share. */
  private static Map<String, Object> settingsOf(Map<String, Object> named) {
    return named == null ? Map.of() : named;
  }
}
