package org.transformerzoo.examples.scripts;

import java.util.List;
import java.util.Map;
import org.transformerzoo.datavec.reader.Column;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.PreTrainingSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.finetuning.FineTuning;
import org.transformerzoo.training.finetuning.FineTuningResult;
import org.transformerzoo.training.finetuning.PreTraining;

/**
 * Reading before learning: the checkpoint first learns hidden words of texts of the same kind,
 * which need no labels (Gururangan et al. 2020, arXiv 2004.10964), and then the task. The texts are
 * lines of a file, {@code --texts}.
 */
public final class FurtherPreTraining {

  private FurtherPreTraining() {}

  /** Run it with {@code --help} to see what it takes. */
  public static void main(String[] arguments) {
    Script.start(FurtherPreTraining::run, arguments);
  }

  static Map<String, Double> run(ScriptOptions options) {
    FineTuningResult further =
        PreTraining.run(
            options.completePartial(
                FineTuningConfiguration.builder()
                    .set(ModelSettings.MODEL, options.model())
                    .set(DataSettings.TRAIN, options.texts("/quickstart/domain.txt"))
                    .set(PreTrainingSettings.PACKING, "lines")
                    .set(TrainingSettings.EPOCHS, 3)
                    .set(TrainingSettings.OUTPUT, options.output("further"))));
    double perplexity = further.best().metrics().get("perplexity");
    System.out.printf("Perplexity on texts that were held out: %.0f%n", perplexity);

    FineTuningResult result =
        FineTuning.run(
            options.complete(
                FineTuningConfiguration.builder()
                    .set(ModelSettings.MODEL, further.output())
                    .set(DataSettings.TRAIN, options.train("/quickstart/train.tsv"))
                    .set(DataSettings.DEV, options.dev("/quickstart/dev.tsv"))
                    .set(DataSettings.LABEL_COLUMN, List.of(Column.named("intent")))
                    .set(ModelSettings.POOLING, "mean")
                    .set(UpdateSettings.LEARNING_RATE, 3e-5)
                    .set(TrainingSettings.OUTPUT, options.output("classifier"))));
    System.out.println("The classifier is in " + result.output());
    return result.best().metrics();
  }
}
