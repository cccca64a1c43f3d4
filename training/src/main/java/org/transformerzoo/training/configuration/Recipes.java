package org.transformerzoo.training.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Published recipes for fine-tuning on few examples. A recipe fills in what is not set; what is set
 * beside it wins.
 */
public final class Recipes {

  private static final String REVISITING = "revisiting-few-samples";

  private static final Recipe DEVLIN =
      new Recipe(
              "devlin",
              "Devlin et al., 2018, arXiv 1810.04805, as repeated by Mosbach et al., 2021, arXiv"
                  + " 2006.04884",
              Map.of())
          .with(
              "devlin",
              "optimizer",
              "bertadam",
              "learning-rate",
              2e-5,
              "batch-size",
              16,
              "epochs",
              3,
              "schedule",
              "linear",
              "warmup",
              0.1,
              "weight-decay",
              0.01,
              "epsilon",
              1e-6,
              "clip",
              1.0);

  private static final Recipe MOSBACH =
      new Recipe("mosbach", "Mosbach et al., 2021, arXiv 2006.04884", DEVLIN.settings())
          .with("mosbach", "optimizer", "adamw", "epochs", 20);

  private static final Recipe PLAIN_REVISITING =
      new Recipe(REVISITING, "Zhang et al., 2021, arXiv 2006.05987", DEVLIN.settings())
          .with(REVISITING, "optimizer", "adamw", "batch-size", 32, "evaluations", 10);

  private static final Recipe COMMONLIT =
      new Recipe(
              "commonlit-regression",
              "the practical guide to stable fine-tuning on CommonLit's readability task: learning"
                  + " rates in three bands, a fast head, no dropout, frequent evaluation",
              Map.of())
          .with(
              "commonlit-regression",
              "task",
              "regression",
              "optimizer",
              "adamw",
              "learning-rate",
              2e-5,
              "head-learning-rate",
              1e-3,
              "layer-bands",
              2.6,
              "batch-size",
              16,
              "max-length",
              256,
              "epochs",
              3,
              "schedule",
              "cosine",
              "warmup",
              0.1,
              "weight-decay",
              0.01,
              "dropout",
              0.0,
              "evaluations-per-epoch",
              4,
              "metric",
              "rmse");

  private static final List<Recipe> ALL =
      List.of(
          DEVLIN,
          MOSBACH,
          PLAIN_REVISITING,
          PLAIN_REVISITING.with(
              REVISITING + "-reinit", "reinit-layers", 5, "reinit-pooler", "true"),
          PLAIN_REVISITING.with(REVISITING + "-llrd", "llrd", 0.95),
          PLAIN_REVISITING.with(
              REVISITING + "-mixout",
              "mixout",
              0.1,
              "mixout-gradient",
              "reference",
              "batch-size",
              16,
              "accumulation",
              2),
          PLAIN_REVISITING.with(REVISITING + "-prior-decay", "prior-weight-decay", 1e-3),
          PLAIN_REVISITING.with(REVISITING + "-longer", "steps", 400),
          COMMONLIT);

  /** Keys of which one takes the place of the others. */
  private static final List<Set<String>> ALTERNATIVES =
      List.of(
          Set.of("evaluations", "evaluation-steps", "evaluations-per-epoch"),
          Set.of("llrd", "layer-bands"),
          Set.of("mixout", "dropout"),
          Set.of("mixout", "freeze"),
          Set.of("mixout", "r-drop"),
          Set.of("r-drop", "dropout"),
          Set.of("batch-size", "tokens-per-batch"),
          Set.of("epochs", "steps"));

  private Recipes() {}

  /** The words that choose a recipe. */
  public static List<String> names() {
    return ALL.stream().map(Recipe::name).toList();
  }

  /**
   * The recipe called {@code name}.
   *
   * @throws IllegalArgumentException for an unknown name; the message lists the known ones
   */
  public static Recipe named(String name) {
    return ALL.stream()
        .filter(recipe -> recipe.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no recipe \""
                        + name
                        + "\", expected one of "
                        + String.join(", ", names())));
  }

  /** The keys of {@code recipe} that leave room for what is {@code given}. */
  static List<String> open(Recipe recipe, Set<String> given) {
    List<String> open = new ArrayList<>(recipe.settings().keySet());
    open.removeIf(key -> given.contains(key) || isReplaced(key, given));
    // A detail goes with what it is a detail of.
    open.removeIf(key -> key.equals("mixout-gradient") && isReplaced("mixout", given));
    return open;
  }

  private static boolean isReplaced(String key, Set<String> given) {
    return ALTERNATIVES.stream()
        .filter(keys -> keys.contains(key))
        .anyMatch(keys -> keys.stream().anyMatch(other -> given.contains(other)));
  }
}
