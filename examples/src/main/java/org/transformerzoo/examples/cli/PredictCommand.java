package org.transformerzoo.examples.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import org.transformerzoo.datavec.reader.ExampleLines;
import org.transformerzoo.datavec.reader.SkippedLines;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.finetuning.ExampleReader;
import org.transformerzoo.training.inference.FilePrediction;
import org.transformerzoo.training.inference.InferenceOptions;
import org.transformerzoo.training.inference.TextPredictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tzoo predict}: a saved model's predictions for a file, line by line. */
@Command(
    name = "predict",
    description = {
      "Predicts for each line of a file of any size and writes a TSV: line, prediction, a score per",
      "label, and problem. A line that cannot be read has no prediction but says there why; with",
      "--malformed-lines fail it stops everything.",
      "The file is read as the model's training data were, unless options say otherwise."
    })
final class PredictCommand extends Verb {

  private static final SettingOptions READING =
      new SettingOptions(
          List.of(
              DataSettings.TEXT_COLUMN,
              DataSettings.PAIR_COLUMN,
              DataSettings.ROLE_COLUMN,
              DataSettings.HEADER,
              DataSettings.MALFORMED_LINES,
              DataSettings.MAX_LENGTH));

  @Mixin private ModelOption model;

  @Mixin private FileOptions files;

  @Mixin private BatchOption batches;

  private CommandSpec command;

  PredictCommand(Results results) {
    super(results);
  }

  @Spec
  void command(CommandSpec spec) {
    this.command = spec;
    READING.addTo(spec);
  }

  @Override
  public Integer call() {
    Path folder = model.folder();
    FineTuningConfiguration settings = settings(folder);
    ExampleReader reader = new ExampleReader(settings);
    InferenceOptions options =
        new InferenceOptions(settings.get(DataSettings.MAX_LENGTH), batches.size());
    try (ExampleLines lines = reader.openLines(files.input());
        TextPredictor predictor = TextPredictor.load(folder, options);
        ProgressBar progress = Progress.bar("Predicting", Progress.UNKNOWN)) {
      long predicted =
          new FilePrediction(predictor, reader.malformedLines(), progress::stepBy)
              .write(lines, files.output());
      say(told(lines.skipped()));
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("output", files.output().toString());
      summary.put("predictions", predicted);
      summary.put("malformed_lines", lines.skipped().count());
      print(summary);
    }
    return 0;
  }

  private static String told(SkippedLines malformed) {
    return malformed.count() == 0
        ? "Every line has a prediction."
        : "%d lines have no prediction, the first: %s"
            .formatted(malformed.count(), malformed.details().get(0));
  }

  private FineTuningConfiguration settings(Path folder) {
    FineTuningConfiguration.Builder builder = ModelOption.settings(folder);
    builder.set(DataSettings.MALFORMED_LINES.key(), null); // what training did with its own
    READING.given(command).forEach(builder::set);
    return builder.buildPartial();
  }
}
