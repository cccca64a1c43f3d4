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
import org.transformerzoo.training.inference.TextRegressor;

/**
 * A number for each text: how easy is it to read? The columns are those of CommonLit's readability
 * prize (id, excerpt, target, standard_error), and the recipe is the one that the practical guide
 * to stable fine-tuning found on it; the standard error is the raters', which nothing here uses.
 */
public final class ReadabilityRegression {

  private ReadabilityRegression() {}

  /** Run it with {@code --help} to see what it takes. */
  public static void main(String[] arguments) {
    Script.start(ReadabilityRegression::run, arguments);
  }

  static Map<String, Double> run(ScriptOptions options) {
    FineTuningConfiguration configuration =
        options.complete(
            FineTuningConfiguration.builder()
                .set(ModelSettings.MODEL, options.model())
                .set(DataSettings.TRAIN, options.train("/scripts/readability-train.csv"))
                .set(DataSettings.DEV, options.dev("/scripts/readability-dev.csv"))
                .set(ModelSettings.TASK, "regression")
                .set(DataSettings.TEXT_COLUMN, Column.named("excerpt"))
                .set(DataSettings.LABEL_COLUMN, List.of(Column.named("target")))
                .set(TrainingSettings.RECIPE, "commonlit-regression")
                .set(ModelSettings.POOLING, "mean")
                .set(TrainingSettings.OUTPUT, options.output("readability")));
    FineTuningResult result = FineTuning.run(configuration);
    try (TextRegressor regressor = TextRegressor.load(result.output())) {
      for (String text :
          List.of(
              "The hen sat in the sun. I can see the boat.",
              "Monetary equilibrium presupposes institutional continuity.")) {
        System.out.printf("%5.2f  %s%n", regressor.values(text)[0], text);
      }
    }
    System.out.println("The regressor is in " + result.output());
    return result.best().metrics();
  }
}
