package org.transformerzoo.training.optimizer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.transformerzoo.training.optimizer.RectifiedAdam.Variant;

/** The optimizers by the words that choose them, one line each. */
public final class Optimizers {

  private static final Map<String, Function<OptimizerSettings, UpdateRule>> ALL = table();

  private Optimizers() {}

  private static Map<String, Function<OptimizerSettings, UpdateRule>> table() {
    Map<String, Function<OptimizerSettings, UpdateRule>> rules = new LinkedHashMap<>();
    rules.put("adamw", settings -> new AdamW(settings.adam()));
    rules.put("bertadam", settings -> new BertAdam(settings.adam()));
    rules.put("radam", settings -> new RectifiedAdam(settings.adam(), Variant.TORCH));
    rules.put("radam-original", settings -> new RectifiedAdam(settings.adam(), Variant.ORIGINAL));
    rules.put("madgrad", settings -> new MadGrad(settings.momentum(), settings.adam().epsilon()));
    rules.put("sgd", settings -> new MomentumDescent(settings.momentum()));
    return rules;
  }

  /** The words that choose an optimizer with a momentum. */
  public static List<String> namesWithMomentum() {
    return List.of("madgrad", "sgd");
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
  public static UpdateRule named(String name, OptimizerSettings settings) {
    Function<OptimizerSettings, UpdateRule> rule = ALL.get(name);
    if (rule == null) {
      throw new IllegalArgumentException(
          "There is no optimizer \"" + name + "\", expected one of " + String.join(", ", names()));
    }
    return rule.apply(settings);
  }
}
