package org.transformerzoo.training.finetuning;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.training.configuration.ChoiceNames;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.RegularizationSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.zoo.architecture.Architectures;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.pooling.PoolingHead;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.TaskHead;
import org.transformerzoo.zoo.task.TaskHeads;
import org.transformerzoo.zoo.weights.LoadPolicy;

/** The pre-trained model with the head of a new task. */
final class ModelPreparation {

  private static final Logger LOG = LoggerFactory.getLogger(ModelPreparation.class);
  private static final String DEFAULT_POOLING = "pooler";

  private ModelPreparation() {}

  /**
   * Loads the model and initialises what it lacks.
   *
   * @param names of the outputs, as the training data have them
   */
  static TransformerModel load(FineTuningConfiguration configuration, List<String> names) {
    Path folder = configuration.get(ModelSettings.MODEL);
    ConfigFile file =
        withDropout(ConfigFile.read(folder), configuration.find(RegularizationSettings.DROPOUT));
    TaskHead task =
        TaskHeads.named(
            configuration.get(ModelSettings.TASK),
            ordered(names, file),
            new GradientRecipe(configuration).objective());
    ModelSpecification specification =
        ModelSpecification.of(file, task, pooling(configuration, file));
    TransformerModel model = TransformerModel.load(folder, specification, LoadPolicy.fineTuning());
    LOG.info("Newly initialised: {}", model.loading().toInitialize());
    model.initialize(configuration.get(TrainingSettings.SEED));
    new Reinitialization(
            configuration.find(ModelSettings.REINIT_LAYERS).orElse(0),
            configuration
                .find(ModelSettings.REINIT_STACK)
                .map(word -> ChoiceNames.parse(Depth.Stack.class, word)),
            configuration.get(ModelSettings.REINIT_POOLER).equals("true"))
        .apply(model, configuration.get(TrainingSettings.SEED));
    return model;
  }

  private static ConfigFile withDropout(ConfigFile file, Optional<Double> probability) {
    ConfigFile changed = file;
    if (probability.isPresent()) {
      for (String key : Architectures.of(file).dropoutKeys()) {
        changed = changed.with(key, probability.get());
      }
    }
    return changed;
  }

  /** The order of the model's own labels if they are the same ones, so that its head still fits. */
  private static List<String> ordered(List<String> names, ConfigFile file) {
    List<String> own = file.labels();
    boolean same = own.size() == names.size() && new HashSet<>(own).equals(new HashSet<>(names));
    return same ? own : names;
  }

  private static PoolingHead pooling(FineTuningConfiguration configuration, ConfigFile file) {
    return PoolingHeads.named(
        configuration
            .find(ModelSettings.POOLING)
            .orElseGet(() -> file.optionalString(ModelSpecification.POOLING, DEFAULT_POOLING)));
  }

  /**
   * Refuses data from which nothing can be learnt.
   *
   * @throws InvalidDataException if all examples have the same class
   */
  static void requireChoice(FineTuningConfiguration configuration, List<String> names, Path train) {
    String task = configuration.get(ModelSettings.TASK);
    boolean chooses = task.equals("classification") || task.equals("tokens");
    if (names.isEmpty() || (chooses && names.size() == 1)) {
      throw new InvalidDataException(
          "%s has %s, expected at least two different labels"
              .formatted(
                  train, names.isEmpty() ? "no labels" : "only the label '" + names.get(0) + "'"));
    }
  }
}
