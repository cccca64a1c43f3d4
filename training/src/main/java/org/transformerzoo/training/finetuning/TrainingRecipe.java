package org.transformerzoo.training.finetuning;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.Setting;
import org.transformerzoo.training.configuration.Settings;
import org.transformerzoo.training.group.DecayGrouping;
import org.transformerzoo.training.group.Freezing;
import org.transformerzoo.training.group.FreezingGrouping;
import org.transformerzoo.training.group.HeadWithoutDecay;
import org.transformerzoo.training.group.LayerBandGrouping;
import org.transformerzoo.training.group.LayerDecayGrouping;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.training.group.ParameterGrouping;
import org.transformerzoo.training.optimizer.GradientClipping;
import org.transformerzoo.training.optimizer.Lookahead;
import org.transformerzoo.training.optimizer.OptimizerSettings;
import org.transformerzoo.training.optimizer.Optimizers;
import org.transformerzoo.training.optimizer.PriorDecay;
import org.transformerzoo.training.optimizer.UpdateRule;
import org.transformerzoo.training.optimizer.WeightAveraging;
import org.transformerzoo.training.schedule.Schedule;
import org.transformerzoo.training.schedule.ScheduleSettings;
import org.transformerzoo.training.schedule.Schedules;
import org.transformerzoo.training.schedule.Warmup;
import org.transformerzoo.zoo.parameter.FlatParameters;

/**
 * How the settings of a run make gradients into new weights: groups, optimizer, schedule, clipping.
 *
 * @param configuration the settings
 */
record TrainingRecipe(FineTuningConfiguration configuration) {

  private static final double LOOKAHEAD_RATE = 0.5;

  List<ParameterGroup> groups(FlatParameters parameters) {
    ParameterGrouping grouping = grouping();
    if (configuration.find(Settings.PRIOR_WEIGHT_DECAY_HEAD).equals(Optional.of("false"))) {
      grouping = new HeadWithoutDecay(grouping);
    }
    Optional<Freezing> freezing = configuration.find(Settings.FREEZE);
    if (freezing.isPresent()) {
      grouping = new FreezingGrouping(grouping, freezing.get());
    }
    try {
      return grouping.groups(parameters);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(e.getMessage(), e);
    }
  }

  private ParameterGrouping grouping() {
    double rate = configuration.get(Settings.LEARNING_RATE);
    double decay =
        configuration
            .find(Settings.PRIOR_WEIGHT_DECAY)
            .orElseGet(() -> configuration.get(Settings.WEIGHT_DECAY));
    OptionalDouble head = optional(Settings.HEAD_LEARNING_RATE);
    Optional<Double> factor = configuration.find(Settings.LLRD);
    if (factor.isPresent()) {
      return new LayerDecayGrouping(rate, decay, factor.get(), head);
    }
    Optional<Double> ratio = configuration.find(Settings.LAYER_BANDS);
    return ratio.isPresent()
        ? new LayerBandGrouping(rate, decay, ratio.get(), head)
        : new DecayGrouping(rate, decay, head);
  }

  private OptionalDouble optional(Setting<Double> setting) {
    return configuration.find(setting).map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  /**
   * The optimizer with all that is wrapped around it.
   *
   * @param totalSteps of the run
   */
  UpdateRule rule(long totalSteps) {
    UpdateRule rule = Optimizers.named(configuration.get(Settings.OPTIMIZER), constants());
    if (configuration.isGiven(Settings.PRIOR_WEIGHT_DECAY)) {
      rule = new PriorDecay(rule);
    }
    Optional<Long> interval = configuration.find(Settings.LOOKAHEAD);
    if (interval.isPresent()) {
      double rate = configuration.find(Settings.LOOKAHEAD_RATE).orElse(LOOKAHEAD_RATE);
      rule = new Lookahead(rule, interval.get(), rate);
    }
    return averaged(rule, totalSteps);
  }

  private UpdateRule averaged(UpdateRule rule, long totalSteps) {
    Optional<Double> amount = configuration.find(Settings.SWA_START);
    if (amount.isEmpty()) {
      return rule;
    }
    double whole = amount.get() < 1 ? amount.get() * (double) totalSteps : amount.get();
    long start = (long) Math.floor(whole);
    if (start >= totalSteps) {
      throw new InvalidSettingException(
          "swa-start is %d steps, expected fewer than the %d steps of the run"
              .formatted(start, totalSteps));
    }
    return new WeightAveraging(rule, start);
  }

  private OptimizerSettings constants() {
    OptimizerSettings usual = OptimizerSettings.withEpsilon(configuration.get(Settings.EPSILON));
    return configuration
        .find(Settings.MOMENTUM)
        .map(momentum -> new OptimizerSettings(usual.adam(), momentum))
        .orElse(usual);
  }

  Warmup warmup() {
    return new Warmup(configuration.get(Settings.WARMUP));
  }

  Schedule schedule() {
    double end =
        configuration.find(Settings.SCHEDULE_END).orElse(0.0)
            / configuration.get(Settings.LEARNING_RATE);
    return Schedules.named(
        configuration.get(Settings.SCHEDULE),
        new ScheduleSettings(
            warmup(),
            optional(Settings.SCHEDULE_CYCLES),
            configuration.find(Settings.SCHEDULE_POWER).orElse(1.0),
            end));
  }

  GradientClipping clipping() {
    double clip = configuration.get(Settings.CLIP);
    return clip == 0 ? GradientClipping.none() : new GradientClipping(clip);
  }
}
