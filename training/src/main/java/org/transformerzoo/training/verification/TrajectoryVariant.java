package org.transformerzoo.training.verification;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transformerzoo.training.group.DecayGrouping;
import org.transformerzoo.training.group.Freezing;
import org.transformerzoo.training.group.FreezingGrouping;
import org.transformerzoo.training.group.LayerDecayGrouping;
import org.transformerzoo.training.group.ParameterGrouping;
import org.transformerzoo.training.optimizer.Lookahead;
import org.transformerzoo.training.optimizer.OptimizerSettings;
import org.transformerzoo.training.optimizer.Optimizers;
import org.transformerzoo.training.optimizer.PriorDecay;
import org.transformerzoo.training.optimizer.UpdateRule;
import org.transformerzoo.training.optimizer.WeightAveraging;

/**
 * A way to train that the name of a recorded trajectory describes: an optimizer, then what was done
 * beside it, such as {@code radam_lookahead_k3_a0.5} or {@code adamw_llrd_0.9}.
 *
 * @param rule the optimizer
 * @param grouping which parameters learn how fast
 * @param accumulation batches for a step
 */
record TrajectoryVariant(UpdateRule rule, ParameterGrouping grouping, int accumulation) {

  private static final double MADGRAD_MOMENTUM = 0.9;
  private static final Pattern NAME =
      Pattern.compile(
          "(?<optimizer>[a-z]+)(_no_bias_correction)?"
              + "(_llrd_(?<llrd>[0-9.]+))?(?<prior>_prior_weight_decay)?"
              + "(_accumulate_(?<accumulation>[1-9][0-9]*))?(?<frozen>_freeze_embeddings)?"
              + "(_lookahead_k(?<interval>[1-9][0-9]*)_a(?<rate>[0-9.]+))?"
              + "(_swa_from_step_(?<swa>[0-9]+))?");

  /** The variant called {@code name}; empty if the name says something unknown. */
  static Optional<TrajectoryVariant> named(String name, TrajectoryRecipe recipe) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches() || !Optimizers.names().contains(parts.group("optimizer"))) {
      return Optional.empty();
    }
    String accumulation = parts.group("accumulation");
    return Optional.of(
        new TrajectoryVariant(
            rule(parts, recipe),
            grouping(parts, recipe),
            accumulation == null ? 1 : Integer.parseInt(accumulation)));
  }

  private static UpdateRule rule(Matcher parts, TrajectoryRecipe recipe) {
    UpdateRule rule =
        Optimizers.named(
            parts.group("optimizer"), new OptimizerSettings(recipe.adam(), MADGRAD_MOMENTUM));
    if (parts.group("prior") != null) {
      rule = new PriorDecay(rule);
    }
    if (parts.group("interval") != null) {
      long interval = Long.parseLong(parts.group("interval"));
      rule = new Lookahead(rule, interval, Double.parseDouble(parts.group("rate")));
    }
    return parts.group("swa") == null
        ? rule
        : new WeightAveraging(rule, Long.parseLong(parts.group("swa")));
  }

  /** MADGRAD is trained without decay, as its authors advise. */
  private static double decay(Matcher parts, TrajectoryRecipe recipe) {
    if (parts.group("optimizer").equals("madgrad")) {
      return 0;
    }
    return parts.group("prior") == null ? recipe.weightDecay() : recipe.priorWeightDecay();
  }

  private static ParameterGrouping grouping(Matcher parts, TrajectoryRecipe recipe) {
    double rate = recipe.learningRate();
    double decay = decay(parts, recipe);
    OptionalDouble sameForHead = OptionalDouble.empty();
    ParameterGrouping grouping =
        parts.group("llrd") == null
            ? new DecayGrouping(rate, decay, sameForHead)
            : new LayerDecayGrouping(
                rate, decay, Double.parseDouble(parts.group("llrd")), sameForHead);
    return parts.group("frozen") == null
        ? grouping
        : new FreezingGrouping(grouping, new Freezing.Embeddings());
  }
}
