package org.transformerzoo.examples.scripts;

import java.util.Map;
import org.transformerzoo.datavec.reader.Column;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.RegularizationSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.finetuning.FineTuning;
import org.transformerzoo.training.finetuning.FineTuningResult;
import org.transformerzoo.training.inference.TextGenerator;

/**
 * A short text for a long one, with BART: what is a letter about? Any two columns of texts will do,
 * such as articles and summaries, or sentences in two languages.
 */
public final class Summarization {

  private Summarization() {}

  /** Run it with {@code --help} to see what it takes. */
  public static void main(String[] arguments) {
    Script.start(Summarization::run, arguments);
  }

  static Map<String, Double> run(ScriptOptions options) {
    FineTuningConfiguration configuration =
        options.complete(
            FineTuningConfiguration.builder()
                .set(ModelSettings.MODEL, options.sequenceToSequenceModel())
                .set(DataSettings.TRAIN, options.train("/scripts/summaries-train.tsv"))
                .set(DataSettings.DEV, options.dev("/scripts/summaries-dev.tsv"))
                .set(ModelSettings.TASK, "sequence-to-sequence")
                .set(DataSettings.TEXT_COLUMN, Column.named("letter"))
                .set(DataSettings.TARGET_COLUMN, Column.named("summary"))
                .set(DataSettings.MAX_LENGTH, 512)
                .set(DataSettings.TARGET_MAX_LENGTH, 32)
                .set(UpdateSettings.LEARNING_RATE, 3e-5)
                .set(RegularizationSettings.LABEL_SMOOTHING, 0.1)
                .set(TrainingSettings.OUTPUT, options.output("summarizer")));
    FineTuningResult result = FineTuning.run(configuration);
    try (TextGenerator generator = TextGenerator.load(result.output())) {
      String letter =
          "My white kettle came late. I bought it on Monday in your shop in Oslo. Kind regards, Ines";
      System.out.println(letter);
      System.out.println(generator.generate(letter).text());
    }
    System.out.println("The summarizer is in " + result.output());
    return result.best().metrics();
  }
}
