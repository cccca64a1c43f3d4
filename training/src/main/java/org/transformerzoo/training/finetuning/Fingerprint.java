package org.transformerzoo.training.finetuning;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.MultiTaskSettings;
import org.transformerzoo.training.configuration.Setting;
import org.transformerzoo.training.configuration.TaskConfiguration;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.input.WordWeights;

/** What two runs must share for one to continue the other: settings, and the content of files. */
final class Fingerprint {

  /** Settings that do not change the weights; of files the content counts and not the path. */
  private static final Set<Setting<?>> IGNORED =
      Set.of(
          ModelSettings.MODEL,
          DataSettings.TRAIN,
          DataSettings.DEV,
          DataSettings.CACHE,
          TrainingSettings.OUTPUT,
          TrainingSettings.RESUME,
          TrainingSettings.CHECKPOINTING,
          TrainingSettings.CHECKPOINT_STEPS);

  private static final int SHOWN = 12;

  private Fingerprint() {}

  /** The fingerprint of a run. */
  static Map<String, String> of(FineTuningConfiguration configuration) {
    Map<String, String> fingerprint = new LinkedHashMap<>();
    Path model = configuration.get(ModelSettings.MODEL);
    configuration.toMap().forEach((key, value) -> fingerprint.put(key, value.toString()));
    IGNORED.forEach(setting -> fingerprint.remove(setting.key()));
    fingerprint.put("content of model", Digest.ofModel(model));
    fingerprint.put("content of tokenizer", Digest.ofTokenizer(model));
    if (configuration.isGiven(MultiTaskSettings.TASKS)) {
      List<String> names = configuration.tasks().stream().map(TaskConfiguration::name).toList();
      fingerprint.put(MultiTaskSettings.TASKS.key(), String.join(", ", names));
    }
    for (TaskConfiguration task : configuration.tasks()) {
      String prefix = task.prefix();
      if (!prefix.isEmpty()) {
        Map<String, Object> own = task.ownSettings();
        IGNORED.forEach(setting -> own.remove(setting.key()));
        own.forEach((key, value) -> fingerprint.put(prefix + key, value.toString()));
      }
      content(task.configuration())
          .forEach((key, digest) -> fingerprint.put(prefix + "content of " + key, digest));
    }
    return fingerprint;
  }

  /** The digests of the files that a task reads, by the settings that name them. */
  private static Map<String, String> content(FineTuningConfiguration task) {
    Map<String, String> content = new LinkedHashMap<>();
    for (Setting<Path> setting : List.of(DataSettings.TRAIN, DataSettings.DEV)) {
      task.find(setting).ifPresent(file -> content.put(setting.key(), Digest.of(file)));
    }
    task.find(ModelSettings.WORD_WEIGHTS)
        .filter(choice -> !choice.equals(WordWeights.TF_IDF))
        .ifPresent(file -> content.put(ModelSettings.WORD_WEIGHTS.key(), Digest.of(Path.of(file))));
    return content;
  }

  /** A phrase for each difference; none if the runs are the same. */
  static List<String> differences(Map<String, String> earlier, Map<String, String> now) {
    Set<String> keys = new TreeSet<>(earlier.keySet());
    keys.addAll(now.keySet());
    List<String> differences = new ArrayList<>();
    for (String key : keys) {
      String before = earlier.getOrDefault(key, "not set");
      String after = now.getOrDefault(key, "not set");
      if (!before.equals(after)) {
        differences.add(
            "%s was %s and is now %s".formatted(key, shortened(before), shortened(after)));
      }
    }
    return differences;
  }

  private static String shortened(String value) {
    boolean digest = value.matches("[0-9a-f]{64}");
    return digest ? value.substring(0, SHOWN) + "…" : value;
  }
}
