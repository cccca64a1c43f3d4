package org.transformerzoo.training.finetuning;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.transformerzoo.training.configuration.ChoiceNames;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.RegularizationSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.gradient.AdversarialGradients;
import org.transformerzoo.training.gradient.ConsistencyGradients;
import org.transformerzoo.training.gradient.GradientComputation;
import org.transformerzoo.training.gradient.Mixout;
import org.transformerzoo.training.gradient.MixoutGradients;
import org.transformerzoo.training.gradient.MixoutSettings;
import org.transformerzoo.training.gradient.SmoothnessGradients;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
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

  /** As the paper has it. */
  private static final double SMOOTHNESS_SIZE = 1e-5;

  /** The graph to train with: mixout switches dropout off. */
  Mode mode() {
    return configuration.isGiven(RegularizationSettings.MIXOUT) ? Mode.GRADIENT : Mode.TRAINING;
  }

  /**
   * Puts what regularizes around the gradients of graphs of {@link #mode()}.
   *
   * @param parameters of all graphs, as they are at the start
   * @return of a graph's gradients and parameters
   */
  BiFunction<GradientComputation, FlatParameters, GradientComputation> regularizer(
      FlatParameters parameters) {
    long seed = configuration.get(TrainingSettings.SEED);
    Optional<Mixout> mixout =
        configuration
            .find(RegularizationSettings.MIXOUT)
            .map(probability -> new Mixout(settings(probability), parameters));
    return (computation, own) -> {
      GradientComputation regularized = adversarial(doubled(computation, own), parameters);
      return mixout.isPresent()
          ? new MixoutGradients(regularized, mixout.get(), parameters, seed)
          : regularized;
    };
  }

  private GradientComputation doubled(GradientComputation computation, FlatParameters own) {
    if (configuration.isGiven(RegularizationSettings.SMOOTHNESS)) {
      return new SmoothnessGradients(
          computation,
          own,
          configuration.find(RegularizationSettings.SMOOTHNESS_SIZE).orElse(SMOOTHNESS_SIZE),
          configuration.find(RegularizationSettings.SMOOTHNESS_STEPS).orElse(1),
          configuration.get(TrainingSettings.SEED));
    }
    return configuration.isGiven(RegularizationSettings.R_DROP)
        ? new ConsistencyGradients(computation)
        : computation;
  }

  /** The names of what needs a gradient though it may not be trained. */
  Predicate<String> always(FlatParameters parameters) {
    Optional<String> words =
        configuration.find(RegularizationSettings.ADVERSARIAL).map(size -> wordTable(parameters));
    return name -> name.equals(GraphBuilder.MOVES) || words.filter(name::equals).isPresent();
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
    Objective objective =
        new Objective(
            configuration.find(RegularizationSettings.LABEL_SMOOTHING).orElse(0.0),
            configuration.find(RegularizationSettings.R_DROP).orElse(0.0));
    return configuration
        .find(RegularizationSettings.SMOOTHNESS)
        .map(weight -> objective.withSmoothness(weight, mostWords()))
        .orElse(objective);
  }

  /** The most words of a micro-batch, padding included. */
  private long mostWords() {
    long budget = configuration.find(DataSettings.TOKENS_PER_BATCH).orElse(0);
    long examples = configuration.get(DataSettings.BATCH_SIZE);
    return Math.max(budget, examples * configuration.get(DataSettings.MAX_LENGTH));
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
