package org.transformerzoo.training.finetuning;

import java.util.Comparator;
import java.util.Optional;
import org.transformerzoo.training.configuration.ChoiceNames;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.RegularizationSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.gradient.AdversarialGradients;
import org.transformerzoo.training.gradient.ConsistencyGradients;
import org.transformerzoo.training.gradient.ExecutorGradients;
import org.transformerzoo.training.gradient.GradientComputation;
import org.transformerzoo.training.gradient.Mixout;
import org.transformerzoo.training.gradient.MixoutGradients;
import org.transformerzoo.training.gradient.MixoutSettings;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;
import org.transformerzoo.zoo.task.Objective;

/**
 * How the settings of a run make examples into gradients: dropout, or mixout in its place.
 *
 * @param configuration the settings
 */
record GradientRecipe(FineTuningConfiguration configuration) {

  /** The graph to train with: mixout switches dropout off. */
  Mode mode() {
    return configuration.isGiven(RegularizationSettings.MIXOUT) ? Mode.GRADIENT : Mode.TRAINING;
  }

  /**
   * The gradients of a graph of {@link #mode()}.
   *
   * @param parameters as they are at the start
   */
  GradientComputation computation(GraphExecutor executor, FlatParameters parameters) {
    long seed = configuration.get(TrainingSettings.SEED);
    GradientComputation computation = new ExecutorGradients(executor, seed);
    if (configuration.isGiven(RegularizationSettings.R_DROP)) {
      computation = new ConsistencyGradients(computation);
    }
    Optional<Double> size = configuration.find(RegularizationSettings.ADVERSARIAL);
    if (size.isPresent()) {
      computation =
          new AdversarialGradients(
              computation,
              parameters,
              wordTable(parameters),
              size.get(),
              configuration.find(RegularizationSettings.ADVERSARIAL_STEPS).orElse(1));
    }
    Optional<Double> mixout = configuration.find(RegularizationSettings.MIXOUT);
    if (mixout.isPresent()) {
      Mixout mixing = new Mixout(settings(mixout.get()), parameters);
      computation = new MixoutGradients(computation, mixing, parameters, seed);
    }
    return computation;
  }

  /** What the graph minimises beside the loss of the task. */
  Objective objective() {
    return new Objective(
        configuration.find(RegularizationSettings.LABEL_SMOOTHING).orElse(0.0),
        configuration.find(RegularizationSettings.R_DROP).orElse(0.0));
  }

  /** The largest table: there are more words than positions. */
  private static String wordTable(FlatParameters parameters) {
    return parameters.parameters().stream()
        .filter(parameter -> parameter.kind() == ParameterKind.EMBEDDING)
        .filter(parameter -> parameter.depth() instanceof Depth.Embeddings)
        .max(Comparator.comparingLong(Parameter::length))
        .orElseThrow()
        .name();
  }

  private MixoutSettings settings(double probability) {
    return new MixoutSettings(
        probability,
        configuration
            .find(RegularizationSettings.MIXOUT_MASK)
            .map(word -> ChoiceNames.parse(MixoutSettings.Mask.class, word))
            .orElse(MixoutSettings.Mask.SHARED_ROW),
        configuration
            .find(RegularizationSettings.MIXOUT_GRADIENT)
            .map(word -> ChoiceNames.parse(MixoutSettings.Gradient.class, word))
            .orElse(MixoutSettings.Gradient.EXACT),
        configuration.find(RegularizationSettings.MIXOUT_PROJECTIONS).equals(Optional.of("true")));
  }
}
