package org.transformerzoo.examples.scripts;

import java.util.List;
import java.util.Map;
import org.transformerzoo.datavec.reader.Column;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.EvaluationSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.finetuning.FineTuning;
import org.transformerzoo.training.finetuning.FineTuningResult;
import org.transformerzoo.training.inference.TextClassifier;

/** A label for two texts together: does the claim follow from the statement, or contradict it? */
public final class SentencePairs {

  private SentencePairs() {}

  /** Run it with {@code --help} to see what it takes. */
  public static void main(String[] arguments) {
    Script.start(SentencePairs::run, arguments);
  }

  static Map<String, Double> run(ScriptOptions options) {
    FineTuningConfiguration configuration =
        options.complete(
            FineTuningConfiguration.builder()
                .set(ModelSettings.MODEL, options.model())
                .set(DataSettings.TRAIN, options.train("/scripts/pairs-train.tsv"))
                .set(DataSettings.DEV, options.dev("/scripts/pairs-dev.tsv"))
                .set(DataSettings.TEXT_COLUMN, Column.named("statement"))
                .set(DataSettings.PAIR_COLUMN, Column.named("claim"))
                .set(DataSettings.LABEL_COLUMN, List.of(Column.named("label")))
                .set(UpdateSettings.LEARNING_RATE, 3e-5)
                .set(TrainingSettings.EPOCHS, 3)
                .set(EvaluationSettings.EVALUATIONS_PER_EPOCH, 2)
                .set(TrainingSettings.OUTPUT, options.output("pairs")));
    FineTuningResult result = FineTuning.run(configuration);
    try (TextClassifier classifier = TextClassifier.load(result.output())) {
      String statement = "The red kettle arrived broken at Greta's door.";
      String claim = "Nothing was wrong with the kettle.";
      System.out.println(statement + " " + claim);
      System.out.println(classifier.classify(statement, claim));
    }
    System.out.println("The classifier is in " + result.output());
    return result.best().metrics();
  }
}
