package org.transformerzoo.zoo.model;

import java.util.Optional;
import java.util.Set;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.Architecture;
import org.transformerzoo.zoo.architecture.Architectures;
import org.transformerzoo.zoo.architecture.ModelInput;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.config.TransformerConfig;
import org.transformerzoo.zoo.pooling.PoolingHead;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.TaskHead;
import org.transformerzoo.zoo.task.TaskHeads;

/**
 * What a model consists of, before it has weights.
 *
 * @param file its configuration as read
 * @param architecture its family
 * @param config its sizes
 * @param task what it predicts, absent for a bare encoder
 * @param pooling how a sequence becomes one vector, absent where nothing reads one
 * @param inputs which of the inputs that the family takes on request its graphs have
 */
public record ModelSpecification(
    ConfigFile file,
    Architecture architecture,
    TransformerConfig config,
    Optional<TaskHead> task,
    Optional<PoolingHead> pooling,
    Set<ModelInput> inputs) {

  /**
   * Checks the inputs.
   *
   * @throws InvalidModelException if the architecture does not take one of them
   */
  public ModelSpecification {
    inputs = Set.copyOf(inputs);
    ModelInput.check(architecture.modelType(), inputs, architecture.optionalInputs());
  }

  /** The configuration key that names the pooling, of this project's own. */
  public static final String POOLING = "pooling";

  private static final String DEFAULT_POOLING = "pooler";

  /** The model that {@code file} describes by itself. */
  public static ModelSpecification of(ConfigFile file) {
    Optional<TaskHead> task = TaskHeads.describedBy(file);
    boolean pools = task.map(TaskHead::pools).orElseGet(() -> pooledWithoutTask(file));
    return of(file, task, pools ? Optional.of(described(file)) : Optional.empty());
  }

  /** The model of {@code file} with the head {@code task} instead of its own. */
  public static ModelSpecification of(ConfigFile file, TaskHead task, PoolingHead pooling) {
    return of(file, Optional.of(task), task.pools() ? Optional.of(pooling) : Optional.empty());
  }

  /** The body alone, without a head or a pooler. */
  public static ModelSpecification bodyOf(ConfigFile file) {
    return of(file, Optional.empty(), Optional.empty());
  }

  /** The body with a vector for each sequence, but no head: what embeds texts. */
  public static ModelSpecification pooled(ConfigFile file, PoolingHead pooling) {
    return of(file, Optional.empty(), Optional.of(pooling));
  }

  private static ModelSpecification of(
      ConfigFile file, Optional<TaskHead> task, Optional<PoolingHead> pooling) {
    Architecture architecture = Architectures.of(file);
    task.ifPresent(head -> check(file, architecture, head));
    return new ModelSpecification(
        file,
        architecture,
        architecture.readConfig(file),
        task,
        pooling,
        task.map(TaskHead::inputs).orElse(Set.of()));
  }

  private static void check(ConfigFile file, Architecture architecture, TaskHead task) {
    boolean speaks = task.labels().isEmpty(); // its outputs are the words
    if (speaks && !file.optionalBoolean("tie_word_embeddings", true)) {
      throw file.wrong("tie_word_embeddings", "true: words go in and out by one table here");
    }
    if (!architecture.classSuffixes().contains(task.classSuffix())) {
      throw new InvalidModelException(
          "There is no %s%s: a %s model is not built for the task %s"
              .formatted(
                  architecture.classPrefix(),
                  task.classSuffix(),
                  architecture.modelType(),
                  task.name()));
    }
  }

  /** The same model with graphs that have {@code inputs}, of those that the family takes. */
  public ModelSpecification withInputs(Set<ModelInput> inputs) {
    return new ModelSpecification(file, architecture, config, task, pooling, inputs);
  }

  /** The same model as a saved graph holds it: it takes what is at hand when labels are not. */
  public ModelSpecification forInference() {
    return withInputs(task.map(TaskHead::inferenceInputs).orElse(inputs));
  }

  /** The configuration of a saved model: what was read, with this task and pooling written in. */
  public ConfigFile describe() {
    String suffix = task.map(TaskHead::classSuffix).orElse("Model");
    ConfigFile named = file.withArchitecture(architecture.classPrefix() + suffix);
    ConfigFile tasked = task.map(head -> head.describe(named)).orElse(named);
    return pooling.map(head -> tasked.with(POOLING, head.name())).orElse(tasked);
  }

  private static boolean pooledWithoutTask(ConfigFile file) {
    return file.has(POOLING) || Architectures.of(file).hasPooler();
  }

  private static PoolingHead described(ConfigFile file) {
    return PoolingHeads.named(file.optionalString(POOLING, DEFAULT_POOLING));
  }
}
