package org.transformerzoo.training.configuration;

import static org.transformerzoo.training.configuration.SettingType.count;
import static org.transformerzoo.training.configuration.SettingType.text;
import static org.transformerzoo.training.configuration.SettingType.wholeNumber;

import java.util.List;

/** The settings of when a model is evaluated, and by what it is chosen. */
public final class EvaluationSettings {

  /** The metric that chooses the best checkpoint. */
  public static final Setting<String> METRIC =
      Setting.unset("metric", text(), "the metric that chooses the best model; by task if not set");

  /** Evaluations in an epoch. */
  public static final Setting<Integer> EVALUATIONS_PER_EPOCH =
      Setting.of("evaluations-per-epoch", count(1), 1, "how often an epoch is evaluated");

  /** Steps between evaluations. */
  public static final Setting<Long> EVALUATION_STEPS =
      Setting.unset("evaluation-steps", wholeNumber(1), "steps between evaluations, instead");

  /** Evaluations in the run. */
  public static final Setting<Integer> EVALUATIONS =
      Setting.unset("evaluations", count(1), "how often the run is evaluated, instead");

  /** Early stopping. */
  public static final Setting<Integer> PATIENCE =
      Setting.of(
          "patience",
          count(0),
          0,
          "stop after so many evaluations without improvement; 0 for never");

  /** All of them, in the order in which they are shown. */
  public static final List<Setting<?>> ALL =
      List.of(METRIC, EVALUATIONS_PER_EPOCH, EVALUATION_STEPS, EVALUATIONS, PATIENCE);

  private EvaluationSettings() {}
}
