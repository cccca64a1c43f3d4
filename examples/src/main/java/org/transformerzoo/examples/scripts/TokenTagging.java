package org.transformerzoo.examples.scripts;

import java.util.List;
import java.util.Map;
import org.transformerzoo.datavec.reader.Column;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.finetuning.FineTuning;
import org.transformerzoo.training.finetuning.FineTuningResult;
import org.transformerzoo.training.inference.TextEntity;
import org.transformerzoo.training.inference.TokenClassifier;

/**
 * A tag for each word: who, what and where? The files are CoNLL's: a word and its tag on each line,
 * B-PERSON where a name begins and I-PERSON where it goes on, empty lines between texts. Where the
 * tag is in the fourth column, as in CoNLL 2003: {@code --set label-column=3}.
 */
public final class TokenTagging {

  private TokenTagging() {}

  /** Run it with {@code --help} to see what it takes. */
  public static void main(String[] arguments) {
    Script.start(TokenTagging::run, arguments);
  }

  static Map<String, Double> run(ScriptOptions options) {
    FineTuningConfiguration configuration =
        options.complete(
            FineTuningConfiguration.builder()
                .set(ModelSettings.MODEL, options.model())
                .set(DataSettings.TRAIN, options.train("/scripts/tags-train.conll"))
                .set(DataSettings.DEV, options.dev("/scripts/tags-dev.conll"))
                .set(ModelSettings.TASK, "tokens")
                .set(DataSettings.TEXT_COLUMN, Column.at(0))
                .set(DataSettings.LABEL_COLUMN, List.of(Column.at(1)))
                .set(UpdateSettings.LEARNING_RATE, 5e-5)
                .set(TrainingSettings.EPOCHS, 3)
                .set(TrainingSettings.OUTPUT, options.output("tagger")));
    FineTuningResult result = FineTuning.run(configuration);
    try (TokenClassifier tagger = TokenClassifier.load(result.output())) {
      String text = "i am Greta Moreau and my kettle is late";
      for (TextEntity entity : tagger.entities(text)) {
        System.out.printf("%s: %s (%.2f)%n", entity.type(), entity.text(), entity.probability());
      }
    }
    System.out.println("The tagger is in " + result.output());
    return result.best().metrics();
  }
}
