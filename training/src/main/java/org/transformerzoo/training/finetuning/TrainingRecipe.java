package org.transformerzoo.training.finetuning;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.Setting;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.group.DecayGrouping;
import org.transformerzoo.training.group.Freezing;
import org.transformerzoo.training.group.FreezingGrouping;
import org.transformerzoo.training.group.HeadWithoutDecay;
import org.transformerzoo.training.group.LayerBandGrouping;
import org.transformerzoo.training.group.LayerDecayGrouping;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.training.group.ParameterGrouping;
import org.transformerzoo.training.group.Thaw;
import org.transformerzoo.training.loop.TrainingPlan;
import org.transformerzoo.training.optimizer.ExponentialAveraging;
import org.transformerzoo.training.optimizer.GradientClipping;
import org.transformerzoo.training.optimizer.Lookahead;
import org.transformerzoo.training.optimizer.OptimizerSettings;
import org.transformerzoo.training.optimizer.Optimizers;
import org.transformerzoo.training.optimizer.PriorDecay;
import org.transformerzoo.training.optimizer.UpdateRule;
import org.transformerzoo.training.optimizer.WeightAveraging;
import org.transformerzoo.training.schedule.ConstantTail;
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

  private static final Logger LOG = LoggerFactory.getLogger(TrainingRecipe.class);
  private static final double LOOKAHEAD_RATE = 0.5;

  List<ParameterGroup> groups(FlatParameters parameters) {
    tellUnused();
    ParameterGrouping grouping = grouping();
    if (configuration.find(UpdateSettings.PRIOR_WEIGHT_DECAY_HEAD).equals(Optional.of("false"))) {
      grouping = new HeadWithoutDecay(grouping);
    }
    Optional<Freezing> freezing = configuration.find(UpdateSettings.FREEZE);
    if (freezing.isPresent()) {
      grouping = new FreezingGrouping(grouping, freezing.get());
    }
    try {
      return grouping.groups(parameters);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(e.getMessage(), e);
    }
  }

  /** Settings that another one takes the place of. */
  private void tellUnused() {
    if (configuration.isGiven(UpdateSettings.PRIOR_WEIGHT_DECAY)
        && configuration.isGiven(UpdateSettings.WEIGHT_DECAY)
        && configuration.get(UpdateSettings.WEIGHT_DECAY) > 0) {
      LOG.warn(
          "weight-decay {} is passed over: prior-weight-decay {} takes its place",
          configuration.get(UpdateSettings.WEIGHT_DECAY),
          configuration.get(UpdateSettings.PRIOR_WEIGHT_DECAY));
    }
  }

  private ParameterGrouping grouping() {
    double rate = configuration.get(UpdateSettings.LEARNING_RATE);
    double decay =
        configuration
            .find(UpdateSettings.PRIOR_WEIGHT_DECAY)
            .orElseGet(() -> configuration.get(UpdateSettings.WEIGHT_DECAY));
    OptionalDouble head = optional(UpdateSettings.HEAD_LEARNING_RATE);
    Optional<Double> factor = configuration.find(UpdateSettings.LLRD);
    if (factor.isPresent()) {
      return new LayerDecayGrouping(rate, decay, factor.get(), head);
    }
    Optional<List<Double>> bands = configuration.find(UpdateSettings.LAYER_BANDS);
    return bands.isPresent()
        ? new LayerBandGrouping(rate, decay, factors(bands.get()), head)
        : new DecayGrouping(rate, decay, head);
  }

  private static List<Double> factors(List<Double> bands) {
    return bands.size() == 1 ? LayerBandGrouping.thirds(bands.get(0)) : bands;
  }

  private OptionalDouble optional(Setting<Double> setting) {
    return configuration.find(setting).map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  /**
   * The optimizer with all that is wrapped around it.
   *
   * @param plan of the run
   */
  UpdateRule rule(TrainingPlan plan) {
    UpdateRule rule = Optimizers.named(configuration.get(UpdateSettings.OPTIMIZER), constants());
    if (configuration.isGiven(UpdateSettings.PRIOR_WEIGHT_DECAY)) {
      rule = new PriorDecay(rule);
    }
    Optional<Long> interval = configuration.find(UpdateSettings.LOOKAHEAD);
    if (interval.isPresent()) {
      if (interval.get() > plan.totalSteps()) {
        throw new InvalidSettingException(
            "lookahead is %d steps, expected at most the %d steps of the run"
                .formatted(interval.get(), plan.totalSteps()));
      }
      double rate = configuration.find(UpdateSettings.LOOKAHEAD_RATE).orElse(LOOKAHEAD_RATE);
      rule = new Lookahead(rule, interval.get(), rate);
    }
    return averaged(rule, plan);
  }

  private UpdateRule averaged(UpdateRule rule, TrainingPlan plan) {
    Optional<Double> decay = configuration.find(UpdateSettings.EMA);
    if (decay.isPresent()) {
      return new ExponentialAveraging(rule, decay.get());
    }
    OptionalLong start = steps(UpdateSettings.SWA_START, plan.totalSteps());
    if (start.isEmpty()) {
      return rule;
    }
    if (start.getAsLong() >= plan.totalSteps()) {
      throw new InvalidSettingException(
          "swa-start is %d steps, expected fewer than the %d steps of the run"
              .formatted(start.getAsLong(), plan.totalSteps()));
    }
    boolean epochs = configuration.find(UpdateSettings.SWA_AVERAGE).equals(Optional.of("epochs"));
    WeightAveraging averaging =
        new WeightAveraging(rule, start.getAsLong(), epochs ? plan.stepsPerEpoch() : 1);
    if (averaging.members(plan.totalSteps()) == 0) {
      throw new InvalidSettingException(
          "swa-start is %d steps, expected fewer than the %d after which the last epoch ends"
              .formatted(
                  start.getAsLong(),
                  plan.totalSteps() / plan.stepsPerEpoch() * plan.stepsPerEpoch()));
    }
    return averaging;
  }

  /** A number of steps that is set as such, or as a share of all. */
  private OptionalLong steps(Setting<Double> setting, long totalSteps) {
    Optional<Double> amount = configuration.find(setting);
    if (amount.isEmpty()) {
      return OptionalLong.empty();
    }
    double whole = amount.get() < 1 ? amount.get() * (double) totalSteps : amount.get();
    return OptionalLong.of((long) Math.floor(whole));
  }

  /**
   * When parameters join.
   *
   * @throws InvalidSettingException if some never would
   */
  Thaw thaw(FlatParameters parameters, long totalSteps) {
    OptionalLong interval = steps(UpdateSettings.UNFREEZE_EVERY, totalSteps);
    if (interval.isEmpty()) {
      return Thaw.none();
    }
    Thaw thaw = Thaw.of(parameters, Math.max(1, interval.getAsLong()));
    if (thaw.lastStart() >= totalSteps) {
      int parts = thaw.layers().size() + 1;
      long most = (totalSteps - 1) / parts;
      throw new InvalidSettingException(
          "unfreeze-every is %d steps, with which the embeddings join after %d of the %d steps of the run, expected %s"
              .formatted(
                  thaw.interval(),
                  thaw.lastStart(),
                  totalSteps,
                  most > 0 ? "at most " + most : "a run of at least " + (parts + 1) + " steps"));
    }
    return thaw;
  }

  private OptimizerSettings constants() {
    OptimizerSettings usual =
        OptimizerSettings.withEpsilon(configuration.get(UpdateSettings.EPSILON));
    return configuration
        .find(UpdateSettings.MOMENTUM)
        .map(momentum -> new OptimizerSettings(usual.adam(), momentum))
        .orElse(usual);
  }

  Warmup warmup() {
    return new Warmup(configuration.get(UpdateSettings.WARMUP));
  }

  Schedule schedule(long totalSteps) {
    OptionalLong start = steps(UpdateSettings.SWA_START, totalSteps);
    Optional<Double> rate = configuration.find(UpdateSettings.SWA_LEARNING_RATE);
    return rate.isEmpty() || start.isEmpty()
        ? schedule()
        : new ConstantTail(
            schedule(),
            start.getAsLong(),
            rate.get() / configuration.get(UpdateSettings.LEARNING_RATE));
  }

  private Schedule schedule() {
    double end =
        configuration.find(UpdateSettings.SCHEDULE_END).orElse(0.0)
            / configuration.get(UpdateSettings.LEARNING_RATE);
    return Schedules.named(
        configuration.get(UpdateSettings.SCHEDULE),
        new ScheduleSettings(
            warmup(),
            optional(UpdateSettings.SCHEDULE_CYCLES),
            configuration.find(UpdateSettings.SCHEDULE_POWER).orElse(1.0),
            end));
  }

  GradientClipping clipping() {
    double clip = configuration.get(UpdateSettings.CLIP);
    return clip == 0 ? GradientClipping.none() : new GradientClipping(clip);
  }
}
