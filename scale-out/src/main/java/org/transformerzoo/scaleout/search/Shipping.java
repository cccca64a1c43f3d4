package org.transformerzoo.scaleout.search;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.transformerzoo.scaleout.PretrainedFolder;
import org.transformerzoo.scaleout.ShippedFile;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.input.WordWeights;

/**
 * Ships the files that runs read, each once for all of them. A file that is not here is left to the
 * executors, which may see another file system, and else say what is missing.
 */
final class Shipping {

  private static final Set<String> FILES =
      Set.of(
          ModelSettings.MODEL.key(),
          ModelSettings.WORD_WEIGHTS.key(),
          DataSettings.TRAIN.key(),
          DataSettings.DEV.key(),
          DataSettings.DATA.key());

  private final JavaSparkContext context;
  private final Map<Path, ShippedFile> shipped = new HashMap<>();

  Shipping(JavaSparkContext context) {
    this.context = context;
  }

  /**
   * Settings that executors can use.
   *
   * @throws org.transformerzoo.zoo.hub.HubException if the model is neither a folder nor known
   */
  ShippedSettings ship(FineTuningConfiguration configuration) {
    Map<String, Object> settings = configuration.toMap();
    settings.remove(TrainingSettings.OUTPUT.key());
    settings.computeIfPresent(
        ModelSettings.MODEL.key(), (key, model) -> PretrainedFolder.of((String) model).toString());
    return new ShippedSettings(
        ship(settings), configuration.get(TrainingSettings.OUTPUT).toString());
  }

  private Map<String, Object> ship(Map<?, ?> settings) {
    Map<String, Object> all = new LinkedHashMap<>();
    settings.forEach((key, value) -> all.put((String) key, ship((String) key, value)));
    return all;
  }

  private Object ship(String key, Object value) {
    if (value instanceof Map<?, ?> map) {
      return ship(map);
    }
    boolean named =
        FILES.contains(key) && value instanceof String && !value.equals(WordWeights.TF_IDF);
    return named && Files.exists(Path.of((String) value)) ? ship(Path.of((String) value)) : value;
  }

  private synchronized ShippedFile ship(Path path) {
    return shipped.computeIfAbsent(path, missing -> ShippedFile.of(missing, context));
  }
}
