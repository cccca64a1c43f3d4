package org.transformerzoo.training.finetuning;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.TaskConfiguration;
import org.transformerzoo.training.input.ModelTokenizer;
import org.transformerzoo.zoo.architecture.Architectures;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.config.TransformerConfig;

/**
 * The examples of a run's files as batches for a model, for training loops of one's own: what
 * {@link FineTuning} trains on and evaluates on, as iterators of ND4J. Of the configuration it uses
 * the model, train, dev, and everything about data.
 *
 * <pre>{@code
 * try (FileBatches batches = FileBatches.open(configuration)) {
 *   graph.fit(batches.train(), 3);
 * }
 * }</pre>
 *
 * <p>Features and labels are laid out as {@link org.transformerzoo.datavec.batching.BatchLayout}
 * says: the token ids, the attention mask and the token types come first, in the order in which
 * graphs declare their placeholders. Each {@code reset()} begins the next epoch, whose order
 * follows from the seed and the epoch's number.
 */
public final class FileBatches implements AutoCloseable {

  private final List<String> labels;
  private final BatchIterator train;
  private final BatchIterator dev;
  private final List<Closeable> resources;

  private FileBatches(
      List<String> labels, BatchIterator train, BatchIterator dev, List<Closeable> resources) {
    this.labels = List.copyOf(labels);
    this.train = train;
    this.dev = dev;
    this.resources = List.copyOf(resources);
  }

  /** What is let go of in the end, without a checked exception. */
  private interface Closeable extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Reads the files: labelled examples, or plain text where the task is a language model's, such as
   * {@code masked-lm}. Of text without {@code dev} some is held out.
   *
   * @throws InvalidSettingException if the configuration has several tasks, or a setting that
   *     cannot be used
   * @throws org.transformerzoo.datavec.InvalidDataException naming file and line, if a file or the
   *     tokenizer cannot be used
   * @throws org.transformerzoo.zoo.InvalidModelException if the folder holds no model
   */
  public static FileBatches open(FineTuningConfiguration configuration) {
    List<TaskConfiguration> tasks = configuration.tasks();
    if (tasks.size() != 1) {
      throw new InvalidSettingException(
          "The configuration has %d tasks, expected one to make batches of"
              .formatted(tasks.size()));
    }
    TaskConfiguration task = tasks.get(0);
    FineTuningConfiguration own = task.configuration();
    Path folder = own.get(ModelSettings.MODEL);
    ConfigFile file = ConfigFile.read(folder);
    TransformerConfig config = Architectures.of(file).readConfig(file);
    Tokenizer tokenizer = ModelTokenizer.load(folder, config);
    try {
      boolean text =
          TextObjectives.has(own.get(ModelSettings.TASK))
              && !own.isGiven(DataSettings.TARGET_COLUMN);
      return text ? ofText(own, tokenizer, config) : ofExamples(task, tokenizer, config);
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  private static FileBatches ofExamples(
      TaskConfiguration task, Tokenizer tokenizer, TransformerConfig config) {
    LabelledTask labelled = LabelledTask.read(task);
    ExampleBatches batches =
        new ExampleBatches(task.configuration(), tokenizer, config, labelled.labels());
    return new FileBatches(
        labelled.labels(),
        batches.forTraining(labelled.train()),
        batches.forEvaluation(labelled.dev()),
        List.of(tokenizer::close));
  }

  private static FileBatches ofText(
      FineTuningConfiguration configuration, Tokenizer tokenizer, TransformerConfig config) {
    Optional<Path> held = configuration.find(DataSettings.DEV);
    PreTrainingText train =
        PreTrainingText.open(
            configuration, tokenizer, config, configuration.get(DataSettings.TRAIN));
    if (held.isEmpty()) {
      return new FileBatches(
          List.of(),
          train.forTraining(false),
          train.ofHeldOut(),
          List.of(train::close, tokenizer::close));
    }
    PreTrainingText dev = PreTrainingText.open(configuration, tokenizer, config, held.get());
    return new FileBatches(
        List.of(),
        train.forTraining(true),
        dev.forEvaluation(),
        List.of(train::close, dev::close, tokenizer::close));
  }

  /** What the outputs stand for, in the order of the class ids in the labels; empty for words. */
  public List<String> labels() {
    return labels;
  }

  /** The examples to learn from, in the order that the configuration asks for. */
  public BatchIterator train() {
    return train;
  }

  /** The examples to evaluate on, in the order of their file. */
  public BatchIterator dev() {
    return dev;
  }

  @Override
  public void close() {
    train.close();
    dev.close();
    resources.forEach(Closeable::close);
  }
}
