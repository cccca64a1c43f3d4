package org.transformerzoo.benchmarks.contender.own;

import java.util.List;
import java.util.OptionalDouble;
import org.transformerzoo.benchmarks.workload.AdamConstants;
import org.transformerzoo.training.gradient.MixoutSettings;
import org.transformerzoo.training.group.DecayGrouping;
import org.transformerzoo.training.group.Freezing;
import org.transformerzoo.training.group.FreezingGrouping;
import org.transformerzoo.training.group.LayerDecayGrouping;
import org.transformerzoo.training.group.ParameterGrouping;
import org.transformerzoo.training.optimizer.AdamSettings;
import org.transformerzoo.training.optimizer.AdamW;
import org.transformerzoo.training.optimizer.Lookahead;
import org.transformerzoo.training.optimizer.PriorDecay;
import org.transformerzoo.training.optimizer.UpdateRule;
import org.transformerzoo.training.optimizer.WeightAveraging;
import org.transformerzoo.zoo.execution.plan.PlanOptions;

/** What can be added to a plain step with AdamW and dropout, and costs or saves time. */
public enum StepFeature {
  PLAIN,
  LLRD,
  PRIOR_DECAY,
  SWA,
  LOOKAHEAD,
  MIXOUT_SHARED_ROW,
  MIXOUT_ELEMENTWISE,
  FREEZE_HALF,
  CHECKPOINTING;

  private static final double MIXOUT = 0.1;

  ParameterGrouping grouping(int layers) {
    ParameterGrouping usual =
        new DecayGrouping(
            AdamConstants.LEARNING_RATE, AdamConstants.WEIGHT_DECAY, OptionalDouble.empty());
    return switch (this) {
      case LLRD ->
          new LayerDecayGrouping(
              AdamConstants.LEARNING_RATE,
              AdamConstants.WEIGHT_DECAY,
              0.95,
              OptionalDouble.empty());
      case FREEZE_HALF -> new FreezingGrouping(usual, frozen(layers));
      default -> usual;
    };
  }

  private static Freezing frozen(int layers) {
    return layers < 2 ? new Freezing.Embeddings() : new Freezing.LowestLayers(layers / 2);
  }

  UpdateRule rule() {
    UpdateRule adam =
        new AdamW(
            new AdamSettings(AdamConstants.BETA1, AdamConstants.BETA2, AdamConstants.EPSILON));
    return switch (this) {
      case PRIOR_DECAY -> new PriorDecay(adam);
      case SWA -> new WeightAveraging(adam, 0);
      case LOOKAHEAD -> new Lookahead(adam, 5, 0.5);
      default -> adam;
    };
  }

  PlanOptions options() {
    return PlanOptions.defaults().withCheckpointing(this == CHECKPOINTING);
  }

  /** Mixout's settings, none for the other features. */
  List<MixoutSettings> mixout() {
    MixoutSettings.Gradient exact = MixoutSettings.Gradient.EXACT;
    return switch (this) {
      case MIXOUT_SHARED_ROW ->
          List.of(new MixoutSettings(MIXOUT, MixoutSettings.Mask.SHARED_ROW, exact, false));
      case MIXOUT_ELEMENTWISE ->
          List.of(new MixoutSettings(MIXOUT, MixoutSettings.Mask.ELEMENTWISE, exact, false));
      default -> List.of();
    };
  }
}
