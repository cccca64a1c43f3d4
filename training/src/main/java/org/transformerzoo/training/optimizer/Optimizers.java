package org.transformerzoo.training.optimizer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The optimizers by the words that choose them, one line each. */
public final class Optimizers {

  private static final Map<String, Function<AdamSettings, UpdateRule>> ALL = table();

  private Optimizers() {}

  private static Map<String, Function<AdamSettings, UpdateRule>> table() {
    Map<String, Function<AdamSettings, UpdateRule>> rules = new LinkedHashMap<>();
    rules.put("adamw", AdamW::new);
    rules.put("bertadam", BertAdam::new);
    return rules;
  }

  /** The words that choose an optimizer. */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /**
   * The rule called {@code name}.
   *
   * @throws IllegalArgumentException for an unknown name; the message lists the known ones
   */
  public static UpdateRule named(String name, AdamSettings settings) {
    Function<AdamSettings, UpdateRule> rule = ALL.get(name);
    if (rule == null) {
      throw new IllegalArgumentException(
          "There is no optimizer \"" + name + "\", expected one of " + String.join(", ", names()));
    }
    return rule.apply(settings);
  }
}
