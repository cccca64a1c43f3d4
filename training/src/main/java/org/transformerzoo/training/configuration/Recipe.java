package org.transformerzoo.training.configuration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Settings that belong together.
 *
 * @param name the word that chooses it
 * @param citation where it comes from
 * @param settings values by key
 */
public record Recipe(String name, String citation, Map<String, Object> settings) {

  /** Keeps the order of the settings. */
  public Recipe {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** What it sets, a sentence for people. */
  public String describe() {
    return "The recipe %s (%s) sets %s"
        .formatted(
            name,
            citation,
            settings.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", ")));
  }

  /** This recipe with other and further settings. */
  Recipe with(String otherName, Object... keysAndValues) {
    Map<String, Object> changed = new LinkedHashMap<>(settings);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      changed.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return new Recipe(otherName, citation, changed);
  }
}
