package org.transformerzoo.examples.scripts;

import java.util.List;
import java.util.Map;
import org.transformerzoo.datavec.reader.Column;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.finetuning.FineTuning;
import org.transformerzoo.training.finetuning.FineTuningResult;
import org.transformerzoo.training.inference.LabelProbabilities;
import org.transformerzoo.training.inference.TextClassifier;

/**
 * A label for each text, learnt from a few hundred examples: what does the writer of a message
 * want? The recipe is that of Zhang et al. (2021, arXiv 2006.05987) with fresh top layers; another
 * one is {@code --set recipe=mosbach}, and docs/few-sample.md compares them.
 */
public final class FewSampleClassification {

  private FewSampleClassification() {}

  /** Run it with {@code --help} to see what it takes. */
  public static void main(String[] arguments) {
    Script.start(FewSampleClassification::run, arguments);
  }

  static Map<String, Double> run(ScriptOptions options) {
    FineTuningConfiguration configuration =
        options.complete(
            FineTuningConfiguration.builder()
                .set(ModelSettings.MODEL, options.model())
                .set(DataSettings.TRAIN, options.train("/quickstart/train.tsv"))
                .set(DataSettings.DEV, options.dev("/quickstart/dev.tsv"))
                .set(DataSettings.TEXT_COLUMN, Column.named("text"))
                .set(DataSettings.LABEL_COLUMN, List.of(Column.named("intent")))
                .set(DataSettings.TRAIN_EXAMPLES, 500)
                .set(TrainingSettings.RECIPE, "revisiting-few-samples")
                .set(ModelSettings.POOLING, "mean")
                .set(ModelSettings.REINIT_LAYERS, 1)
                .set(TrainingSettings.OUTPUT, options.output("classifier")));
    FineTuningResult result = FineTuning.run(configuration);
    try (TextClassifier classifier = TextClassifier.load(result.output())) {
      String message = "The mug arrived in three pieces.";
      LabelProbabilities answer = classifier.classify(message);
      System.out.printf("%s: %s (%.2f)%n", message, answer.label(), answer.probability());
    }
    System.out.println("The classifier is in " + result.output());
    return result.best().metrics();
  }
}
