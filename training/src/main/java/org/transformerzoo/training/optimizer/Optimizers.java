package org.transformerzoo.training.optimizer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
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
    rules.putAll(ofNd4j());
    return rules;
  }

  /** ND4J's own updaters, for those who have settled on one. */
  private static Map<String, Function<OptimizerSettings, UpdateRule>> ofNd4j() {
    Map<String, Supplier<IUpdater>> updaters = new LinkedHashMap<>();
    updaters.put("nd4j-adam", Adam::new);
    updaters.put("nd4j-nadam", Nadam::new);
    updaters.put("nd4j-amsgrad", AMSGrad::new);
    updaters.put("nd4j-adamax", AdaMax::new);
    updaters.put("nd4j-adabelief", AdaBelief::new);
    updaters.put("nd4j-adagrad", AdaGrad::new);
    updaters.put("nd4j-adadelta", AdaDelta::new);
    updaters.put("nd4j-rmsprop", RmsProp::new);
    updaters.put("nd4j-nesterovs", Nesterovs::new);
    updaters.put("nd4j-sgd", Sgd::new);
    Map<String, Function<OptimizerSettings, UpdateRule>> rules = new LinkedHashMap<>();
    updaters.forEach(
        (name, updater) -> rules.put(name, settings -> new Nd4jUpdaterRule(updater.get())));
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
