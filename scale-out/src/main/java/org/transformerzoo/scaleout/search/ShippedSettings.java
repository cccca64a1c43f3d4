package org.transformerzoo.scaleout.search;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.scaleout.ShippedFile;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.TrainingSettings;

/**
 * The settings of a run on their way to an executor, where files have other places.
 *
 * @param values by key, as YAML has them, with shipped files in place of paths
 * @param output of the run at the driver
 */
record ShippedSettings(Map<String, Object> values, String output) implements Serializable {

  private static final String CACHE = "cache";

  /** The configuration in this process, an executor. */
  FineTuningConfiguration here(Path output) {
    FineTuningConfiguration.Builder builder = FineTuningConfiguration.builder();
    placed(values).forEach(builder::set);
    if (values.get(DataSettings.CACHE.key()) != null) {
      builder.set(DataSettings.CACHE, ShippedFile.folder().resolve(CACHE));
    }
    return builder.set(TrainingSettings.OUTPUT, output).build();
  }

  private static Map<String, Object> placed(Map<?, ?> values) {
    Map<String, Object> placed = new LinkedHashMap<>();
    values.forEach((key, value) -> placed.put((String) key, placed(value)));
    return placed;
  }

  private static Object placed(Object value) {
    if (value instanceof ShippedFile file) {
      return file.here().toString();
    }
    return value instanceof Map<?, ?> map ? placed(map) : value;
  }

  /** A text in which files have the names that they have at the driver. */
  String withNamesOfDriver(String text, Path outputHere) {
    String named = text.replace(outputHere.toString(), output);
    for (ShippedFile file : files(values)) {
      named = named.replace(file.here().toString(), file.original());
    }
    return named;
  }

  private static List<ShippedFile> files(Map<?, ?> values) {
    List<ShippedFile> files = new ArrayList<>();
    for (Object value : values.values()) {
      if (value instanceof ShippedFile file) {
        files.add(file);
      } else if (value instanceof Map<?, ?> map) {
        files.addAll(files(map));
      }
    }
    return files;
  }
}
