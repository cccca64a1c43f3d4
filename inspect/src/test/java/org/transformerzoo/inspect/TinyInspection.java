package org.transformerzoo.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.finetuning.FineTuning;
import org.transformerzoo.training.finetuning.RunCard;
import org.transformerzoo.training.finetuning.TinyArchitecture;
import org.transformerzoo.training.finetuning.TinyRun;

/** Two small models, of which one learnt little, and data for them. */
final class TinyInspection {

  /** A text that would run and be bold if it were no text. */
  static final String MARKUP =
      "<b>good</b> <script>document.title = 'run'</script><img src=x onerror=\"document.title='run'\">";

  private final Path folder;
  private final TinyRun run;

  /** Trains the models in {@code folder}. */
  TinyInspection(Path folder) {
    this.folder = folder;
    this.run = new TinyRun(folder, TinyArchitecture.BERT);
    tune("first", 40, 5e-3);
    tune("second", 1, 1e-4);
  }

  private void tune(String name, int epochs, double learningRate) {
    FineTuning.run(configuration(name, epochs, learningRate).build(), List.of());
  }

  private FineTuningConfiguration.Builder configuration(
      String name, int epochs, double learningRate) {
    return FineTuningConfiguration.builder()
        .set(ModelSettings.MODEL, run.model())
        .set(DataSettings.TRAIN, run.train())
        .set(DataSettings.DEV, run.dev())
        .set(TrainingSettings.OUTPUT, folder.resolve(name))
        .set(DataSettings.BATCH_SIZE, 10)
        .set(TrainingSettings.EPOCHS, epochs)
        .set(UpdateSettings.LEARNING_RATE, learningRate);
  }

  /** A model that learnt little of two other labels, of which the first may be the same. */
  Path withLabels(String name, String friendly, String unfriendly) throws IOException {
    List<String> lines = Files.readAllLines(run.train());
    lines.replaceAll(
        line ->
            line.replaceFirst("^yes\t", friendly + "\t").replaceFirst("^no\t", unfriendly + "\t"));
    Path data = Files.write(folder.resolve(name + ".tsv"), lines);
    FineTuningConfiguration.Builder builder =
        configuration(name, 1, 1e-4)
            .set(DataSettings.TRAIN, data)
            .set(DataSettings.DEV, data)
            .set(DataSettings.LABELS, List.of(friendly, unfriendly));
    FineTuning.run(builder.build(), List.of());
    return folder.resolve(name);
  }

  /** The model that learnt its task. */
  Path first() {
    return folder.resolve("first");
  }

  /** The model that did not. */
  Path second() {
    return folder.resolve("second");
  }

  /** A model without a task. */
  Path body() {
    return run.model();
  }

  /** The training data with one column more, and the text that is no markup as its last line. */
  Path data() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(run.train())) {
      lines.add(
          line + "\t" + (lines.isEmpty() ? "shop" : lines.size() % 2 == 0 ? "north" : "south"));
    }
    lines.add("yes\t" + MARKUP + "\t<i>east</i>");
    return Files.write(folder.resolve("inspected.tsv"), lines);
  }

  /** A file of other columns than the models were trained with. */
  Path otherColumns() throws IOException {
    return Files.writeString(
        folder.resolve("other.tsv"), "class\tsentence\nyes\tthe box was good\nno\tbad shop\n");
  }

  /** How {@code data} is read for {@code models}. */
  InspectionSettings settings(Path data, Path... models) {
    FineTuningConfiguration reading =
        RunCard.configuration(models[0])
            .orElseGet(() -> FineTuningConfiguration.builder().buildPartial());
    return new InspectionSettings(List.of(models), data, reading);
  }
}
