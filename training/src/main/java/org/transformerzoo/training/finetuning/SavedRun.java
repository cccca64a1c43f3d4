package org.transformerzoo.training.finetuning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.TaskConfiguration;
import org.transformerzoo.training.configuration.TaskSelection;
import org.transformerzoo.training.loop.MetricsLog;
import org.transformerzoo.training.loop.StepMetrics;
import org.transformerzoo.training.loop.TrainingResult;
import org.transformerzoo.zoo.generation.RecommendedSettings;
import org.transformerzoo.zoo.model.ModelFolder;
import org.transformerzoo.zoo.model.MultiTaskModel;
import org.transformerzoo.zoo.model.TransformerModel;

/**
 * What a run leaves: a model folder with card and metrics, or, of several tasks, a folder with card
 * and metrics of the run and a model folder for each task, in which its card speaks of it alone.
 *
 * @param configuration of the run
 * @param fingerprint of the run
 * @param tasks in order
 * @param result of the run
 */
record SavedRun(
    FineTuningConfiguration configuration,
    Map<String, String> fingerprint,
    List<TaskData> tasks,
    FineTuningResult result) {

  /** Writes all to the run's output, which appears whole. */
  void write(MultiTaskModel model, Tokenizer tokenizer, Path metrics) {
    if (tasks.get(0).task().name().isEmpty()) {
      write(tasks.get(0), model.tasks().get(0), tokenizer, metrics, result.output());
      return;
    }
    ModelFolder.replace(
        result.output(),
        RunCard.NAME,
        folder -> {
          for (int i = 0; i < tasks.size(); i++) {
            Path own = folder.resolve(tasks.get(i).task().name());
            write(tasks.get(i), model.tasks().get(i), tokenizer, metrics, own);
          }
          attach(folder, metrics, RunCard.write(configuration, fingerprint, tasks, result));
        });
  }

  private void write(
      TaskData data, TransformerModel model, Tokenizer tokenizer, Path metrics, Path folder) {
    TaskConfiguration task = data.task();
    String card = RunCard.write(task.configuration(), fingerprint, List.of(data), resultOf(task));
    model.save(
        folder,
        tokenizer::saveTo,
        target -> attach(target, metrics, card),
        target -> attachRecommendedSettings(task.configuration(), target));
  }

  /** A model that writes texts goes on doing it as the one that it began from. */
  private static void attachRecommendedSettings(FineTuningConfiguration configuration, Path folder)
      throws IOException {
    Path settings = configuration.get(ModelSettings.MODEL).resolve(RecommendedSettings.FILE);
    boolean writes = configuration.get(ModelSettings.TASK).equals("sequence-to-sequence");
    if (writes && Files.isRegularFile(settings)) {
      Files.copy(settings, folder.resolve(RecommendedSettings.FILE));
    }
  }

  private static void attach(Path folder, Path metrics, String card) throws IOException {
    Files.copy(metrics, folder.resolve(MetricsLog.NAME));
    Files.writeString(folder.resolve(RunCard.NAME), card);
  }

  /** The result as if the task had been the only one. */
  private FineTuningResult resultOf(TaskConfiguration task) {
    TrainingResult training = result.training();
    return new FineTuningResult(
        result.output(),
        task.configuration().metric(),
        new TrainingResult(
            of(task, training.best()), of(task, training.last()), training.stoppedEarly()));
  }

  private static StepMetrics of(TaskConfiguration task, StepMetrics metrics) {
    return new StepMetrics(metrics.step(), TaskSelection.of(task, metrics.metrics()));
  }
}
