package org.transformerzoo.training.finetuning;

import java.nio.file.Path;
import java.util.List;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
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

  private final Tokenizer tokenizer;
  private final List<String> labels;
  private final BatchIterator train;
  private final BatchIterator dev;

  private FileBatches(
      Tokenizer tokenizer, List<String> labels, BatchIterator train, BatchIterator dev) {
    this.tokenizer = tokenizer;
    this.labels = List.copyOf(labels);
    this.train = train;
    this.dev = dev;
  }

  /**
   * Reads the files.
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
    Path folder = configuration.get(ModelSettings.MODEL);
    ConfigFile file = ConfigFile.read(folder);
    TransformerConfig config = Architectures.of(file).readConfig(file);
    LabelledTask task = LabelledTask.read(tasks.get(0));
    Tokenizer tokenizer = ModelTokenizer.load(folder, config);
    try {
      ExampleBatches batches =
          new ExampleBatches(task.task().configuration(), tokenizer, config, task.labels());
      return new FileBatches(
          tokenizer,
          task.labels(),
          batches.forTraining(task.train()),
          batches.forEvaluation(task.dev()));
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  /** What the outputs of a model stand for, in the order of the class ids in the labels. */
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
    tokenizer.close();
  }
}
