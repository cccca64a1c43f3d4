package org.transformerzoo.training.configuration;

import static org.transformerzoo.training.configuration.SettingType.choice;
import static org.transformerzoo.training.configuration.SettingType.count;
import static org.transformerzoo.training.configuration.SettingType.path;
import static org.transformerzoo.training.configuration.SettingType.seed;
import static org.transformerzoo.training.configuration.SettingType.wholeNumber;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.transformerzoo.zoo.execution.plan.Precision;
import org.transformerzoo.zoo.model.ExecutorKind;

/** The settings of the run itself: how long it is, what computes it and where it goes. */
public final class TrainingSettings {

  private static final List<String> EXECUTORS =
      Arrays.stream(ExecutorKind.values())
          .map(kind -> kind.name().toLowerCase(Locale.ROOT))
          .toList();

  /** Settings that belong together. */
  public static final Setting<String> RECIPE =
      Setting.unset(
          "recipe",
          choice(Recipes.names()),
          "published settings that fill in what is not set: " + String.join(", ", Recipes.names()));

  /** Where the result goes. */
  public static final Setting<Path> OUTPUT =
      Setting.unset("output", path(), "folder for the best model; made or replaced at the end");

  /** Passes over the training data. */
  public static final Setting<Integer> EPOCHS =
      Setting.of("epochs", count(1), 3, "passes over the training data");

  /** Length of the run in steps. */
  public static final Setting<Long> STEPS =
      Setting.unset("steps", wholeNumber(1), "length of the run in steps, instead of epochs");

  /** Micro-batches in a step. */
  public static final Setting<Integer> ACCUMULATION =
      Setting.of("accumulation", count(1), 1, "batches whose gradients make one step");

  /** Steps between resumable checkpoints. */
  public static final Setting<Long> CHECKPOINT_STEPS =
      Setting.unset(
          "checkpoint-steps",
          wholeNumber(1),
          "steps between resumable checkpoints; after each evaluation by default");

  /** Whether to continue an interrupted run. */
  public static final Setting<String> RESUME =
      Setting.of(
          "resume",
          choice(List.of("auto", "never")),
          "auto",
          "continue an interrupted run with the same output, or begin anew");

  /** The executor. */
  public static final Setting<String> EXECUTOR =
      Setting.of("executor", choice(EXECUTORS), EXECUTORS.get(0), "what runs the graph");

  /** Gradient checkpointing. */
  public static final Setting<String> CHECKPOINTING =
      Setting.of(
          "checkpointing",
          choice(List.of("true", "false")),
          "false",
          "compute values inside of layers again for the gradient instead of keeping them: less"
              + " memory, more time, the same weights");

  /** The precision of products. */
  public static final Setting<String> PRECISION =
      Setting.of(
          "precision",
          choice(ChoiceNames.of(Precision.values())),
          ChoiceNames.of(Precision.FLOAT32),
          "what the products of linear layers multiply in training; auto measures at the start"
              + " whether bfloat16 is faster here");

  /** The seed of initialisation and dropout. */
  public static final Setting<Long> SEED =
      Setting.of(
          "seed", seed(), 42L, "seed of new weights and dropout, and of all else by default");

  /** The seed of the order of the data. */
  public static final Setting<Long> DATA_SEED =
      Setting.unset("data-seed", seed(), "seed of the order of the examples, if different");

  /** All of them, in the order in which they are shown. */
  public static final List<Setting<?>> ALL =
      List.of(
          RECIPE,
          OUTPUT,
          EPOCHS,
          STEPS,
          ACCUMULATION,
          CHECKPOINT_STEPS,
          RESUME,
          EXECUTOR,
          CHECKPOINTING,
          PRECISION,
          SEED,
          DATA_SEED);

  private TrainingSettings() {}
}
