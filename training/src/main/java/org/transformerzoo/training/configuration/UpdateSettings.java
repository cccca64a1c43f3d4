package org.transformerzoo.training.configuration;

import static org.transformerzoo.training.configuration.SettingType.choice;
import static org.transformerzoo.training.configuration.SettingType.freezing;
import static org.transformerzoo.training.configuration.SettingType.number;
import static org.transformerzoo.training.configuration.SettingType.numbers;
import static org.transformerzoo.training.configuration.SettingType.wholeNumber;

import java.util.List;
import org.transformerzoo.training.group.Freezing;
import org.transformerzoo.training.optimizer.Optimizers;
import org.transformerzoo.training.schedule.Schedules;

/**
 * The settings of the update of the weights: optimizer, learning rates, decay, schedule and
 * averages.
 */
public final class UpdateSettings {

  private static final String ABOVE_ZERO = "a number above 0";

  /** The optimizer. */
  public static final Setting<String> OPTIMIZER =
      Setting.of("optimizer", choice(Optimizers.names()), "adamw", "the optimizer");

  /** The peak learning rate. */
  public static final Setting<Double> LEARNING_RATE =
      Setting.of(
          "learning-rate", number(ABOVE_ZERO, x -> x > 0), 2e-5, "the highest learning rate");

  /** That of the head. */
  public static final Setting<Double> HEAD_LEARNING_RATE =
      Setting.unset(
          "head-learning-rate",
          number(ABOVE_ZERO, x -> x > 0),
          "the highest learning rate of the head, if different");

  /** Layer-wise decay of the learning rate. */
  public static final Setting<Double> LLRD =
      Setting.unset(
          "llrd",
          number(ABOVE_ZERO, x -> x > 0),
          "factor on the learning rate from each layer to the one below, such as 0.95");

  /** Learning rates in bands of layers. */
  public static final Setting<List<Double>> LAYER_BANDS =
      Setting.unset(
          "layer-bands",
          numbers("one or more numbers above 0", x -> x > 0),
          "factor on the learning rate between the thirds of the layers, such as 2.6, or the"
              + " factors of as many bands from below, such as 0.5,1,2");

  /** Weight decay. */
  public static final Setting<Double> WEIGHT_DECAY =
      Setting.of(
          "weight-decay",
          number("a number of at least 0", x -> x >= 0),
          0.01,
          "decay of matrices and embeddings");

  /** Decay towards the pre-trained weights. */
  public static final Setting<Double> PRIOR_WEIGHT_DECAY =
      Setting.unset(
          "prior-weight-decay",
          number("a number of at least 0", x -> x >= 0),
          "decay towards the weights at the start, in place of weight-decay");

  /** Whether the head decays too. */
  public static final Setting<String> PRIOR_WEIGHT_DECAY_HEAD =
      Setting.unset(
          "prior-weight-decay-head",
          choice(List.of("true", "false")),
          "whether the new head decays towards its start too, true if unset");

  /** What is not trained. */
  public static final Setting<Freezing> FREEZE =
      Setting.unset("freeze", freezing(), "what stays as it is: " + Freezing.EXPECTED);

  /** Gradual unfreezing. */
  public static final Setting<Double> UNFREEZE_EVERY =
      Setting.unset(
          "unfreeze-every",
          number(
              "a share of all steps in (0, 1) or a whole number of steps",
              x -> x > 0 && (x < 1 || x == Math.rint(x))),
          "steps, or share of them, after which one more layer trains, from the head downwards");

  /** The optimizer's momentum. */
  public static final Setting<Double> MOMENTUM =
      Setting.unset(
          "momentum",
          number("a number in [0, 1)", x -> x >= 0 && x < 1),
          "momentum of " + String.join(" and ", Optimizers.namesWithMomentum()) + ", 0.9 if unset");

  /** Adam's epsilon. */
  public static final Setting<Double> EPSILON =
      Setting.of(
          "epsilon", number(ABOVE_ZERO, x -> x > 0), 1e-6, "added to the optimizer's denominator");

  /** Lookahead. */
  public static final Setting<Long> LOOKAHEAD =
      Setting.unset(
          "lookahead",
          wholeNumber(1),
          "steps after which Lookahead's slow weights follow, such as 5; not used by default");

  /** How far Lookahead's slow weights follow. */
  public static final Setting<Double> LOOKAHEAD_RATE =
      Setting.unset(
          "lookahead-rate",
          number("a number in (0, 1]", x -> x > 0 && x <= 1),
          "which share of the way Lookahead's slow weights follow, 0.5 if unset");

  /** The schedule. */
  public static final Setting<String> SCHEDULE =
      Setting.of(
          "schedule", choice(Schedules.names()), "linear", "the course of the learning rate");

  /** The waves of a cosine. */
  public static final Setting<Double> SCHEDULE_CYCLES =
      Setting.unset(
          "schedule-cycles",
          number(ABOVE_ZERO, x -> x > 0),
          "waves of the schedule cosine, 0.5 if unset, or falls of cosine-restarts, 1 if unset");

  /** The power of a polynomial. */
  public static final Setting<Double> SCHEDULE_POWER =
      Setting.unset(
          "schedule-power",
          number(ABOVE_ZERO, x -> x > 0),
          "power of the schedule polynomial, 1 if unset");

  /** The learning rate at a polynomial's end. */
  public static final Setting<Double> SCHEDULE_END =
      Setting.unset(
          "schedule-end",
          number("a number of at least 0", x -> x >= 0),
          "learning rate at the end of the schedule polynomial, 0 if unset");

  /** The warm-up. */
  public static final Setting<Double> WARMUP =
      Setting.of(
          "warmup",
          number(
              "a share of all steps in [0, 1) or a whole number of steps",
              x -> x >= 0 && (x < 1 || x == Math.rint(x))),
          0.1,
          "how long the learning rate rises: a share of all steps, or steps");

  /** Gradient clipping. */
  public static final Setting<Double> CLIP =
      Setting.of(
          "clip",
          number("a number of at least 0", x -> x >= 0),
          1.0,
          "largest global norm of the gradients; 0 for no clipping");

  /** Where averaging of weights starts. */
  public static final Setting<Double> SWA_START =
      Setting.unset(
          "swa-start",
          number(
              "a share of all steps in [0, 1) or a whole number of steps",
              x -> x >= 0 && (x < 1 || x == Math.rint(x))),
          "steps, or share of them, after which the weights of each step are averaged");

  /** Which weights are averaged. */
  public static final Setting<String> SWA_AVERAGE =
      Setting.unset(
          "swa-average",
          choice(List.of("steps", "epochs")),
          "whether the weights after every step or every epoch are averaged; steps if unset");

  /** The learning rate while weights are averaged. */
  public static final Setting<Double> SWA_LEARNING_RATE =
      Setting.unset(
          "swa-learning-rate",
          number(ABOVE_ZERO, x -> x > 0),
          "constant learning rate from swa-start on; the schedule goes on if unset");

  /** Exponential averaging. */
  public static final Setting<Double> EMA =
      Setting.unset(
          "ema",
          number("a number in (0, 1)", x -> x > 0 && x < 1),
          "decay of an exponential average of the weights, such as 0.999, which is evaluated and"
              + " kept in their place");

  /** All of them, in the order in which they are shown. */
  public static final List<Setting<?>> ALL =
      List.of(
          OPTIMIZER,
          LEARNING_RATE,
          HEAD_LEARNING_RATE,
          LLRD,
          LAYER_BANDS,
          WEIGHT_DECAY,
          PRIOR_WEIGHT_DECAY,
          PRIOR_WEIGHT_DECAY_HEAD,
          FREEZE,
          UNFREEZE_EVERY,
          MOMENTUM,
          EPSILON,
          LOOKAHEAD,
          LOOKAHEAD_RATE,
          SCHEDULE,
          SCHEDULE_CYCLES,
          SCHEDULE_POWER,
          SCHEDULE_END,
          WARMUP,
          CLIP,
          SWA_START,
          SWA_AVERAGE,
          SWA_LEARNING_RATE,
          EMA);

  private UpdateSettings() {}
}
