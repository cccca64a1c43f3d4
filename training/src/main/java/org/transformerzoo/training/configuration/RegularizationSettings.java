package org.transformerzoo.training.configuration;

import static org.transformerzoo.training.configuration.SettingType.choice;
import static org.transformerzoo.training.configuration.SettingType.count;
import static org.transformerzoo.training.configuration.SettingType.number;

import java.util.List;
import org.transformerzoo.training.gradient.MixoutSettings;

/** The settings of what keeps a model from learning its few examples by heart. */
public final class RegularizationSettings {

  private static final String ABOVE_ZERO = "a number above 0";

  /** Dropout. */
  public static final Setting<Double> DROPOUT =
      Setting.unset(
          "dropout",
          number("a probability in [0, 1)", x -> x >= 0 && x < 1),
          "all dropout rates of the model; those of its config.json by default");

  /** Label smoothing. */
  public static final Setting<Double> LABEL_SMOOTHING =
      Setting.unset(
          "label-smoothing",
          number("a share in [0, 1)", x -> x >= 0 && x < 1),
          "share of each label that is spread over all classes, such as 0.1");

  /** R-Drop. */
  public static final Setting<Double> R_DROP =
      Setting.unset(
          "r-drop",
          number(ABOVE_ZERO, x -> x > 0),
          "weight of the disagreement of two passes with different dropout, such as 1");

  /** Adversarial training. */
  public static final Setting<Double> ADVERSARIAL =
      Setting.unset(
          "adversarial",
          number(ABOVE_ZERO, x -> x > 0),
          "how far word embeddings are moved along their gradient for a second pass, such as 1");

  /** In how many steps. */
  public static final Setting<Integer> ADVERSARIAL_STEPS =
      Setting.unset(
          "adversarial-steps",
          count(1),
          "passes in which that way is gone, 1 if unset, as in the fast gradient method");

  /** SMART's smoothness. */
  public static final Setting<Double> SMOOTHNESS =
      Setting.unset(
          "smoothness",
          number(ABOVE_ZERO, x -> x > 0),
          "weight of how much predictions change where words are moved a little, such as 1");

  /** How far SMART moves words. */
  public static final Setting<Double> SMOOTHNESS_SIZE =
      Setting.unset(
          "smoothness-size",
          number(ABOVE_ZERO, x -> x > 0),
          "how far an entry of a word's vector is moved for smoothness at most, 1e-5 if unset");

  /** In how many steps SMART looks for a move. */
  public static final Setting<Integer> SMOOTHNESS_STEPS =
      Setting.unset(
          "smoothness-steps",
          count(1),
          "steps in which the move with the largest change is looked for, 1 if unset");

  /** Mixout. */
  public static final Setting<Double> MIXOUT =
      Setting.unset(
          "mixout",
          number("a probability in [0, 1]", x -> x >= 0 && x <= 1),
          "share of the weights of linear layers that each pass takes from the start, such as 0.1;"
              + " switches dropout off");

  /** Mixout's masks. */
  public static final Setting<String> MIXOUT_MASK =
      Setting.unset(
          "mixout-mask",
          choice(ChoiceNames.of(MixoutSettings.Mask.values())),
          "whether mixout replaces all weights of an input feature together, as its authors' code"
              + " does, or each alone; shared-row if unset");

  /** Mixout's gradient. */
  public static final Setting<String> MIXOUT_GRADIENT =
      Setting.unset(
          "mixout-gradient",
          choice(ChoiceNames.of(MixoutSettings.Gradient.values())),
          "mixout's gradient, or that of its authors' code, which lacks 1/(1-p); exact if unset");

  /** What mixout covers. */
  public static final Setting<String> MIXOUT_PROJECTIONS =
      Setting.unset(
          "mixout-projections",
          choice(List.of("true", "false")),
          "whether mixout covers XLNet's q, k, v, o and r, which its authors' code passes over;"
              + " false if unset");

  /** All of them, in the order in which they are shown. */
  public static final List<Setting<?>> ALL =
      List.of(
          DROPOUT,
          LABEL_SMOOTHING,
          R_DROP,
          ADVERSARIAL,
          ADVERSARIAL_STEPS,
          SMOOTHNESS,
          SMOOTHNESS_SIZE,
          SMOOTHNESS_STEPS,
          MIXOUT,
          MIXOUT_MASK,
          MIXOUT_GRADIENT,
          MIXOUT_PROJECTIONS);

  private RegularizationSettings() {}
}
