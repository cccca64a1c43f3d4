package org.transformerzoo.training.finetuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.EvaluationSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.evaluation.Evaluator;
import org.transformerzoo.training.input.ModelTokenizer;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.config.TransformerConfig;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.Folders;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.task.TaskHead;

/** Evaluates a saved model on a file. */
public final class ModelEvaluation {

  private ModelEvaluation() {}

  /**
   * The metrics of the model in {@code folder} on the labelled examples of {@code file}. With the
   * configuration that the model was trained by ({@link RunCard#configuration}) and the file it was
   * evaluated on then, they are those of the run's best checkpoint.
   *
   * @param configuration says how the file is read; may be partial; its task gives way to the
   *     model's
   * @return the loss first, then the metrics of the task
   */
  public static Map<String, Double> evaluate(
      Path folder, Path file, FineTuningConfiguration configuration) {
    TransformerModel model = TransformerModel.load(folder);
    TaskHead task =
        model
            .specification()
            .task()
            .orElseThrow(
                () -> new InvalidModelException(folder + " has no task that could be evaluated"));
    FineTuningConfiguration settings =
        configuration.toBuilder()
            .set(ModelSettings.TASK, task.name())
            .set(EvaluationSettings.METRIC.key(), null)
            .buildPartial();
    if (TextObjectives.has(task.name()) && !settings.isGiven(DataSettings.TARGET_COLUMN)) {
      return ofText(folder, model, file, settings);
    }
    Examples examples = new ExampleReader(settings).readLabelled(file, task.labels());
    try (Tokenizer tokenizer = ModelTokenizer.load(folder, model.specification().config());
        GraphExecutor executor = model.executor(Mode.INFERENCE, settings.executor())) {
      ExampleBatches batches =
          new ExampleBatches(settings, tokenizer, model.specification().config(), task.labels());
      return new Evaluator(executor, task).evaluate(batches.forEvaluation(examples));
    }
  }

  /** The same on plain text, of which the same is asked again if the seed is the same. */
  private static Map<String, Double> ofText(
      Path folder, TransformerModel model, Path file, FineTuningConfiguration settings) {
    TransformerConfig config = model.specification().config();
    Path tokens = temporaryFolder();
    try (Tokenizer tokenizer = ModelTokenizer.load(folder, config);
        GraphExecutor executor = model.executor(Mode.INFERENCE, settings.executor());
        PreTrainingText text = new PreTrainingText(settings, tokenizer, config, file, tokens)) {
      TaskHead task = model.specification().task().orElseThrow();
      return new Evaluator(executor, task).evaluate(text.forEvaluation());
    } finally {
      delete(tokens);
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("tzoo-tokens-");
    } catch (IOException e) {
      throw new UncheckedIOException("No temporary folder can be made: " + e.getMessage(), e);
    }
  }

  private static void delete(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be deleted: " + e.getMessage(), e);
    }
  }
}
