package org.transformerzoo.training.finetuning;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.Recipes;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.input.ModelTokenizer;
import org.transformerzoo.training.input.WordWeights;
import org.transformerzoo.training.loop.TrainingListener;
import org.transformerzoo.training.loop.TrainingResult;
import org.transformerzoo.zoo.architecture.Architectures;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.config.TransformerConfig;
import org.transformerzoo.zoo.model.MultiTaskModel;
import org.transformerzoo.zoo.model.TransformerModel;

/**
 * Fine-tunes a model as a configuration says: reads the data, adds the head, trains, and saves the
 * best model with its tokenizer, its card and its metrics. Several tasks are trained on one body,
 * and the model of each is saved in a folder of its name within the output.
 *
 * <p>Until the end the run keeps its state in the folder {@code OUTPUT.training}. If the process is
 * killed, calling this again with the same configuration goes on from there and ends with the same
 * weights, bit for bit. The output appears whole, at the end, or not at all.
 */
public final class FineTuning {

  private static final Logger LOG = LoggerFactory.getLogger(FineTuning.class);

  private final FineTuningConfiguration configuration;
  private final List<TrainingListener> listeners;

  private FineTuning(
      FineTuningConfiguration configuration, List<? extends TrainingListener> listeners) {
    this.configuration = configuration;
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Runs a configuration in silence.
   *
   * @throws RuntimeException as {@link #run(FineTuningConfiguration, List)} does
   */
  public static FineTuningResult run(FineTuningConfiguration configuration) {
    return run(configuration, List.of());
  }

  /**
   * Runs a configuration.
   *
   * @param listeners told what happens, such as a {@link
   *     org.transformerzoo.training.loop.ProgressBarListener}
   * @throws InvalidSettingException if a setting cannot be used, or an interrupted run with the
   *     same output has other settings
   * @throws org.transformerzoo.datavec.InvalidDataException if a file of examples or a tokenizer
   *     cannot be used
   * @throws org.transformerzoo.zoo.InvalidModelException if the model cannot be used
   * @throws org.transformerzoo.training.loop.TrainingFailedException if the loss or a gradient is
   *     not finite
   * @throws UncheckedIOException if a file cannot be written; the message is one sentence
   */
  public static FineTuningResult run(
      FineTuningConfiguration configuration, List<? extends TrainingListener> listeners) {
    return new FineTuning(configuration, listeners).run();
  }

  private FineTuningResult run() {
    OutputFolder.requireFree(configuration);
    configuration
        .find(TrainingSettings.RECIPE)
        .ifPresent(name -> LOG.info("{}", Recipes.named(name).describe()));
    Path model = configuration.get(ModelSettings.MODEL);
    ConfigFile file = ConfigFile.read(model); // wrong folders are told before files are read
    TransformerConfig config = Architectures.of(file).readConfig(file);
    ModelPreparation.requireBuilt(configuration, file);
    List<LabelledTask> tasks = configuration.tasks().stream().map(LabelledTask::read).toList();
    try (Tokenizer tokenizer = ModelTokenizer.load(model, config)) {
      return run(tokenizer, tasks);
    }
  }

  private FineTuningResult run(Tokenizer tokenizer, List<LabelledTask> tasks) {
    MultiTaskModel model = ModelPreparation.loadAll(configuration, tasks);
    List<TaskBatches> batches = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      batches.add(batches(tasks.get(i), model.tasks().get(i), tokenizer));
    }
    Map<String, String> fingerprint = Fingerprint.of(configuration);
    try (TrainingSession session = new TrainingSession(configuration, model, batches);
        RunFolder folder = RunFolder.open(configuration.get(TrainingSettings.OUTPUT))) {
      TrainingResult training = session.train(folder, fingerprint, listeners);
      FineTuningResult result =
          new FineTuningResult(
              configuration.get(TrainingSettings.OUTPUT), configuration.metric(), training);
      List<TaskData> data = tasks.stream().map(TaskData::of).toList();
      new SavedRun(configuration, fingerprint, data, result)
          .write(model, tokenizer, folder.metrics());
      folder.finish();
      return result;
    }
  }

  /** The batches of a task, whose texts may weigh the words of its head. */
  private static TaskBatches batches(
      LabelledTask task, TransformerModel model, Tokenizer tokenizer) {
    FineTuningConfiguration own = task.task().configuration();
    own.find(ModelSettings.WORD_WEIGHTS)
        .ifPresent(
            choice ->
                WordWeights.chosen(choice, () -> texts(task.train())).giveTo(model, tokenizer));
    ExampleBatches batches =
        new ExampleBatches(
            own,
            tokenizer,
            model.specification().config(),
            model.specification().task().orElseThrow().labels());
    return new TaskBatches(
        task.task(), batches.forTraining(task.train()), batches.forEvaluation(task.dev()));
  }

  private static Iterator<String> texts(ExampleData examples) {
    Iterator<TextExample> all = examples.all();
    return Stream.generate(all::next).limit(examples.count()).map(TextExample::text).iterator();
  }
}
