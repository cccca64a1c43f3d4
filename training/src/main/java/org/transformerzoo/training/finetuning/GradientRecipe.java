package org.transformerzoo.training.finetuning;

import java.util.Optional;
import org.transformerzoo.training.configuration.ChoiceNames;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.Settings;
import org.transformerzoo.training.gradient.ExecutorGradients;
import org.transformerzoo.training.gradient.GradientComputation;
import org.transformerzoo.training.gradient.Mixout;
import org.transformerzoo.training.gradient.MixoutGradients;
import org.transformerzoo.training.gradient.MixoutSettings;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.parameter.FlatParameters;

/**
 * How the settings of a run make examples into gradients: dropout, or mixout in its place.
 *
 * @param configuration the settings
 */
record GradientRecipe(FineTuningConfiguration configuration) {

  /** The graph to train with: mixout switches dropout off. */
  Mode mode() {
    return configuration.isGiven(Settings.MIXOUT) ? Mode.GRADIENT : Mode.TRAINING;
  }

  /**
   * The gradients of a graph of {@link #mode()}.
   *
   * @param parameters as they are at the start
   */
  GradientComputation computation(GraphExecutor executor, FlatParameters parameters) {
    long seed = configuration.get(Settings.SEED);
    GradientComputation plain = new ExecutorGradients(executor, seed);
    Optional<Double> mixout = configuration.find(Settings.MIXOUT);
    return mixout.isEmpty()
        ? plain
        : new MixoutGradients(
            plain, new Mixout(settings(mixout.get()), parameters), parameters, seed);
  }

  private MixoutSettings settings(double probability) {
    return new MixoutSettings(
        probability,
        configuration
            .find(Settings.MIXOUT_MASK)
            .map(word -> ChoiceNames.parse(MixoutSettings.Mask.class, word))
            .orElse(MixoutSettings.Mask.SHARED_ROW),
        configuration
            .find(Settings.MIXOUT_GRADIENT)
            .map(word -> ChoiceNames.parse(MixoutSettings.Gradient.class, word))
            .orElse(MixoutSettings.Gradient.EXACT),
        configuration.find(Settings.MIXOUT_PROJECTIONS).equals(Optional.of("true")));
  }
}
