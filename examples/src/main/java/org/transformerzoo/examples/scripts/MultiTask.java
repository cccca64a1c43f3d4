package org.transformerzoo.examples.scripts;

import java.util.List;
import java.util.Map;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.MultiTaskSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.finetuning.FineTuning;
import org.transformerzoo.training.finetuning.FineTuningResult;
import org.transformerzoo.training.inference.TextClassifier;

/**
 * Two tasks on one body: intents of messages, and pairs of sentences. Each has a head of its own;
 * what one learns about language helps the other (Liu et al. 2019, arXiv 1901.11504).
 */
public final class MultiTask {

  private MultiTask() {}

  /** Run it with {@code --help} to see what it takes. */
  public static void main(String[] arguments) {
    Script.start(MultiTask::run, arguments);
  }

  static Map<String, Double> run(ScriptOptions options) {
    Map<String, Object> intents =
        Map.of(
            "train",
            options.train("/quickstart/train.tsv").toString(),
            "dev",
            options.dev("/quickstart/dev.tsv").toString(),
            "label-column",
            "intent",
            "pooling",
            "mean");
    Map<String, Object> pairs =
        Map.of(
            "train",
            options.embedded("/scripts/pairs-train.tsv").toString(),
            "dev",
            options.embedded("/scripts/pairs-dev.tsv").toString(),
            "text-column",
            "statement",
            "pair-column",
            "claim",
            "loss-weight",
            0.5);
    FineTuningConfiguration configuration =
        options.complete(
            FineTuningConfiguration.builder()
                .set(ModelSettings.MODEL, options.model())
                .set(MultiTaskSettings.TASKS, Map.of("intents", intents, "pairs", pairs))
                .set(MultiTaskSettings.TASK_SAMPLING, "square-root")
                .set(UpdateSettings.LEARNING_RATE, 3e-5)
                .set(TrainingSettings.OUTPUT, options.output("tasks")));
    FineTuningResult result = FineTuning.run(configuration);
    for (String task : List.of("intents", "pairs")) {
      try (TextClassifier classifier = TextClassifier.load(result.output().resolve(task))) {
        System.out.println(task + " tells apart " + String.join(", ", classifier.labels()));
      }
    }
    System.out.println("The models are in " + result.output());
    return result.best().metrics();
  }
}
