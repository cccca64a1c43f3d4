package org.transformerzoo.training.finetuning;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.reader.TextFiles;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.PreTrainingSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.input.ModelTokenizer;
import org.transformerzoo.training.loop.TrainingListener;
import org.transformerzoo.training.loop.TrainingResult;
import org.transformerzoo.zoo.architecture.Architectures;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.config.TransformerConfig;
import org.transformerzoo.zoo.model.MultiTaskModel;

/**
 * Trains a model on plain text, from a checkpoint or from random weights, and saves the one with
 * the lowest perplexity on held-out text: a folder that {@link FineTuning} begins from.
 *
 * <p>What is asked about each sequence is drawn afresh in each epoch. As in fine-tuning, a killed
 * run goes on where it stopped and ends with the same weights, bit for bit. Until the end the
 * tokenized text is in the folder {@code OUTPUT.training} as well.
 */
public final class PreTraining {

  private static final double RATE_OF_CONTINUING = 5e-5;
  private static final double RATE_OF_NEW = 5e-4;

  private final FineTuningConfiguration given;
  private final List<TrainingListener> listeners;

  private PreTraining(FineTuningConfiguration given, List<? extends TrainingListener> listeners) {
    this.given = given;
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
   * Runs a configuration. It needs train, output, and one of model and new-model.
   *
   * @throws org.transformerzoo.training.configuration.InvalidSettingException if a setting cannot
   *     be used, or an interrupted run with the same output has other settings
   * @throws org.transformerzoo.datavec.InvalidDataException if text or tokenizer cannot be used
   * @throws org.transformerzoo.zoo.InvalidModelException if the model cannot be used
   * @throws org.transformerzoo.training.loop.TrainingFailedException if the loss or a gradient is
   *     not finite
   */
  public static FineTuningResult run(
      FineTuningConfiguration configuration, List<? extends TrainingListener> listeners) {
    return new PreTraining(configuration, listeners).run();
  }

  private FineTuningResult run() {
    PreTrainingCheck.require(given);
    Path output = given.get(TrainingSettings.OUTPUT);
    OutputFolder.requireFree(given);
    TextFiles.at(given.get(DataSettings.TRAIN));
    given.find(DataSettings.DEV).ifPresent(TextFiles::at);
    Optional<NewModel> begun =
        given.find(PreTrainingSettings.NEW_MODEL).map(path -> NewModel.of(given));
    ConfigFile config =
        begun
            .map(NewModel::config)
            .orElseGet(() -> ConfigFile.read(given.get(ModelSettings.MODEL)));
    String task = TextObjectives.task(given, Architectures.of(config).modelType());
    PreTrainingCheck.requireOf(task, given);
    boolean fresh = !Files.exists(RunFolder.of(output));
    try (RunFolder folder = RunFolder.open(output)) {
      try {
        begun.ifPresent(model -> model.writeTo(folder.part("start"), folder.part("vocabulary")));
        return run(completed(task, folder), folder);
      } catch (RuntimeException e) {
        if (fresh && !Files.exists(folder.checkpoints())) {
          folder.finish(); // nothing in it would be of use to another attempt
        }
        throw e;
      }
    }
  }

  private FineTuningConfiguration completed(String task, RunFolder folder) {
    boolean anew = given.isGiven(PreTrainingSettings.NEW_MODEL);
    FineTuningConfiguration.Builder builder = given.toBuilder().set(ModelSettings.TASK, task);
    if (anew) {
      builder.set(ModelSettings.MODEL, folder.part("start"));
    }
    if (!given.isGiven(UpdateSettings.LEARNING_RATE)) {
      builder.set(UpdateSettings.LEARNING_RATE, anew ? RATE_OF_NEW : RATE_OF_CONTINUING);
    }
    return builder.buildPartial();
  }

  private FineTuningResult run(FineTuningConfiguration configuration, RunFolder folder) {
    Path start = configuration.get(ModelSettings.MODEL);
    MultiTaskModel model = ModelPreparation.load(configuration, List.of());
    TransformerConfig config = model.tasks().get(0).specification().config();
    Map<String, String> fingerprint = Fingerprint.of(configuration);
    try (Tokenizer tokenizer = ModelTokenizer.load(start, config);
        PreTrainingText train =
            text(configuration, tokenizer, config, DataSettings.TRAIN.key(), fingerprint)) {
      if (!configuration.isGiven(DataSettings.DEV)) {
        return train(
            configuration, model, tokenizer, folder, fingerprint, train, train.ofHeldOut());
      }
      try (PreTrainingText dev =
          text(configuration, tokenizer, config, DataSettings.DEV.key(), fingerprint)) {
        return train(
            configuration, model, tokenizer, folder, fingerprint, train, dev.forEvaluation());
      }
    }
  }

  /** The tokenized text of the setting {@code key}, in a folder named by its content. */
  private static PreTrainingText text(
      FineTuningConfiguration configuration,
      Tokenizer tokenizer,
      TransformerConfig config,
      String key,
      Map<String, String> fingerprint) {
    Path place =
        PreTrainingText.place(
            configuration,
            fingerprint.get("content of " + key),
            fingerprint.get("content of tokenizer"));
    Path file = Path.of(configuration.toMap().get(key).toString());
    return new PreTrainingText(configuration, tokenizer, config, file, place);
  }

  private FineTuningResult train(
      FineTuningConfiguration configuration,
      MultiTaskModel model,
      Tokenizer tokenizer,
      RunFolder folder,
      Map<String, String> fingerprint,
      PreTrainingText train,
      BatchIterator dev) {
    boolean evaluated = configuration.isGiven(DataSettings.DEV);
    TaskBatches batches = TaskBatches.ofOnly(configuration, train.forTraining(evaluated), dev);
    try (TrainingSession session = new TrainingSession(configuration, model, List.of(batches))) {
      TrainingResult training = session.train(folder, fingerprint, listeners);
      FineTuningResult result =
          new FineTuningResult(
              configuration.get(TrainingSettings.OUTPUT), configuration.metric(), training);
      Path devFile =
          configuration.find(DataSettings.DEV).orElse(configuration.get(DataSettings.TRAIN));
      DataFile devData = new DataFile(devFile, dev.examplesPerEpoch(), 0);
      TaskData data = new TaskData(batches.task(), train.describe(), devData);
      new SavedRun(configuration, fingerprint, List.of(data), result)
          .write(model, tokenizer, folder.metrics());
      folder.finish();
      return result;
    }
  }
}
