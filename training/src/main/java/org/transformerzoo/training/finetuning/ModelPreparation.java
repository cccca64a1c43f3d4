package org.transformerzoo.training.finetuning;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.training.configuration.ChoiceNames;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.RegularizationSettings;
import org.transformerzoo.training.configuration.Setting;
import org.transformerzoo.training.configuration.TaskConfiguration;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.zoo.architecture.Architectures;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.MultiTaskModel;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.pooling.PoolingHead;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.TaskHead;
import org.transformerzoo.zoo.task.TaskHeads;
import org.transformerzoo.zoo.weights.LoadPolicy;

/** The pre-trained model with the head of a new task. */
final class ModelPreparation {

  private static final Logger LOG = LoggerFactory.getLogger(ModelPreparation.class);
  private static final String DEFAULT_POOLING = "pooler";
  private static final List<Setting<?>> COLUMNS =
      List.of(DataSettings.TEXT_COLUMN, DataSettings.PAIR_COLUMN, DataSettings.LABEL_COLUMN);

  private ModelPreparation() {}

  /**
   * Loads the model of one task and initialises what it lacks.
   *
   * @param names of the outputs, as the training data have them
   */
  static MultiTaskModel load(FineTuningConfiguration configuration, List<String> names) {
    TaskConfiguration only = new TaskConfiguration("", configuration);
    return load(configuration, Map.of(only, names));
  }

  /** Loads the body with a head for each of {@code tasks} and initialises what it lacks. */
  static MultiTaskModel loadAll(FineTuningConfiguration configuration, List<LabelledTask> tasks) {
    Map<TaskConfiguration, List<String>> names = new LinkedHashMap<>();
    tasks.forEach(task -> names.put(task.task(), task.labels()));
    return load(configuration, names);
  }

  private static MultiTaskModel load(
      FineTuningConfiguration configuration, Map<TaskConfiguration, List<String>> names) {
    Path folder = configuration.get(ModelSettings.MODEL);
    ConfigFile file =
        withDropout(ConfigFile.read(folder), configuration.find(RegularizationSettings.DROPOUT));
    Map<String, ModelSpecification> specifications = new LinkedHashMap<>();
    names.forEach(
        (task, labels) -> specifications.put(task.name(), specification(task, labels, file)));
    MultiTaskModel loaded = MultiTaskModel.load(folder, specifications, LoadPolicy.fineTuning());
    List<TransformerModel> models = new ArrayList<>();
    for (TaskConfiguration task : names.keySet()) {
      models.add(withRightHead(task, loaded.tasks().get(models.size()), file));
    }
    MultiTaskModel model = loaded.with(models);
    model.initialize(configuration.get(TrainingSettings.SEED));
    Reinitialization reinitialization =
        new Reinitialization(
            configuration.find(ModelSettings.REINIT_LAYERS).orElse(0),
            configuration
                .find(ModelSettings.REINIT_STACK)
                .map(word -> ChoiceNames.parse(Depth.Stack.class, word)),
            configuration.get(ModelSettings.REINIT_POOLER).equals("true"));
    // What several tasks share is drawn by its name, so that it gets the same each time.
    model
        .tasks()
        .forEach(task -> reinitialization.apply(task, configuration.get(TrainingSettings.SEED)));
    return model;
  }

  /**
   * Refuses tasks that write texts with a model that cannot, before examples are read.
   *
   * @throws org.transformerzoo.zoo.InvalidModelException if the architecture has no such head
   */
  static void requireBuilt(FineTuningConfiguration configuration, ConfigFile file) {
    configuration.tasks().stream()
        .map(task -> task.configuration().get(ModelSettings.TASK))
        .filter(task -> !TaskLabels.of(task).namesOutputs())
        .forEach(
            task ->
                ModelSpecification.of(
                    file, TaskHeads.named(task, List.of()), PoolingHeads.named(DEFAULT_POOLING)));
  }

  private static ModelSpecification specification(
      TaskConfiguration task, List<String> names, ConfigFile file) {
    FineTuningConfiguration configuration = task.configuration();
    TaskHead head =
        TaskHeads.named(
            configuration.get(ModelSettings.TASK),
            ordered(names, file),
            new GradientRecipe(configuration).objective());
    return ModelSpecification.of(file, head, pooling(configuration, file));
  }

  /** The model with its own head, if that is for such a task, or with one that begins anew. */
  private static TransformerModel withRightHead(
      TaskConfiguration task, TransformerModel model, ConfigFile file) {
    TaskHead head = model.specification().task().orElseThrow();
    String setting = task.configuration().get(ModelSettings.HEAD);
    boolean kept =
        head.labels().isEmpty()
            || setting.equals("keep")
            || (setting.equals("auto") && isFor(head, file) && readsAlike(task.configuration()));
    TransformerModel right = kept ? model : model.withNewHead();
    List<String> fresh = right.loading().toInitialize();
    boolean whole = hasHead(right, p -> !fresh.contains(p.name()));
    if (setting.equals("keep") && hasHead(right, p -> fresh.contains(p.name()))) {
      throw new InvalidSettingException(
          "head is keep, but %s has no head that fits the task %s with the labels %s, expected auto or new"
              .formatted(file.location(), head.name(), String.join(", ", head.labels())));
    }
    LOG.info(
        "{}{}; newly initialised: {}",
        task.name().isEmpty() ? "" : task.name() + ": ",
        whole ? "body and head are carried over" : "the body is carried over, the head is new",
        fresh);
    return right;
  }

  private static boolean hasHead(TransformerModel model, Predicate<Parameter> filter) {
    return model.parameters().parameters().stream()
        .filter(parameter -> parameter.depth() instanceof Depth.Head)
        .anyMatch(filter);
  }

  /** Whether the model, if it is one of ours, learnt from columns of the same names. */
  private static boolean readsAlike(FineTuningConfiguration configuration) {
    return RunCard.configuration(configuration.get(ModelSettings.MODEL))
        .filter(
            before ->
                COLUMNS.stream()
                    .anyMatch(column -> !before.find(column).equals(configuration.find(column))))
        .isEmpty();
  }

  /** Whether the model's own head is for such a task with the same outputs. */
  private static boolean isFor(TaskHead head, ConfigFile file) {
    return TaskHeads.describedBy(file)
        .filter(own -> own.name().equals(head.name()) && own.labels().equals(head.labels()))
        .isPresent();
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
