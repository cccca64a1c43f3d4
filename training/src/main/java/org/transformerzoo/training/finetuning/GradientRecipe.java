package org.transformerzoo.training.finetuning;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
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
   * Makes the gradients of graphs of {@link #mode()}, which share what regularizes them.
   *
   * @param parameters of all graphs, as they are at the start
   */
  Function<GraphExecutor, GradientComputation> computations(FlatParameters parameters) {
    long seed = configuration.get(TrainingSettings.SEED);
    Optional<Mixout> mixout =
        configuration
            .find(RegularizationSettings.MIXOUT)
            .map(probability -> new Mixout(settings(probability), parameters));
    return executor -> {
      GradientComputation computation = adversarial(consistent(executor, seed), parameters);
      return mixout.isPresent()
          ? new MixoutGradients(computation, mixout.get(), parameters, seed)
          : computation;
    };
  }

  private GradientComputation consistent(GraphExecutor executor, long seed) {
    GradientComputation computation = new ExecutorGradients(executor, seed);
    return configuration.isGiven(RegularizationSettings.R_DROP)
        ? new ConsistencyGradients(computation)
        : computation;
  }

  private GradientComputation adversarial(
      GradientComputation computation, FlatParameters parameters) {
    Optional<Double> size = configuration.find(RegularizationSettings.ADVERSARIAL);
    return size.isEmpty()
        ? computation
        : new AdversarialGradients(
            computation,
            parameters,
            wordTable(parameters),
            size.get(),
            configuration.find(RegularizationSettings.ADVERSARIAL_STEPS).orElse(1));
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
