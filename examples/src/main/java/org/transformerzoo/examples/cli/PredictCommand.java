package org.transformerzoo.examples.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.datavec.reader.TextRecordReader;
import org.transformerzoo.datavec.reader.TextRole;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.finetuning.ExampleReader;
import org.transformerzoo.training.finetuning.RunCard;
import org.transformerzoo.training.inference.Prediction;
import org.transformerzoo.training.inference.TextPredictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tzoo predict}: a saved model's predictions for a file, line by line. */
@Command(
    name = "predict",
    description = {
      "Predicts for each line of a file and writes a TSV: line, prediction, and a score per label.",
      "The file is read as the model's training data were, unless options say otherwise."
    })
final class PredictCommand extends Verb {

  private static final int CHUNK = 1024;

  private static final SettingOptions READING =
      new SettingOptions(
          List.of(
              DataSettings.TEXT_COLUMN,
              DataSettings.PAIR_COLUMN,
              DataSettings.ROLE_COLUMN,
              DataSettings.HEADER,
              DataSettings.MAX_LENGTH));

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR|NAME",
      description = "A model folder, or a pretrained model to download.")
  private String model;

  @Option(names = "--input", required = true, paramLabel = "FILE", description = "The texts.")
  private Path input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "Where the predictions go; appears when all are made.")
  private Path output;

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
  public Integer call() throws IOException {
    Path folder = Models.folder(model);
    FineTuningConfiguration.Builder builder =
        RunCard.configuration(folder)
            .map(FineTuningConfiguration::toBuilder)
            .orElseGet(FineTuningConfiguration::builder);
    READING.given(command).forEach(builder::set);
    FineTuningConfiguration settings = builder.buildPartial();
    Path incomplete = output.resolveSibling(output.getFileName() + ".incomplete");
    try {
      Map<String, Object> summary = predictTo(incomplete, folder, settings);
      Files.move(
          incomplete, output, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      print(summary);
    } finally {
      Files.deleteIfExists(incomplete);
    }
    return 0;
  }

  private Map<String, Object> predictTo(Path file, Path folder, FineTuningConfiguration settings)
      throws IOException {
    try (TextPredictor predictor =
            TextPredictor.load(folder, settings.get(DataSettings.MAX_LENGTH));
        TextRecordReader reader = new ExampleReader(settings).openUnlabelled(input);
        BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        ProgressBar progress = progress()) {
      writer.write("line\tprediction\t" + String.join("\t", predictor.labels()) + "\n");
      long count = 0;
      while (reader.hasNext()) {
        List<TextExample> chunk = nextChunk(reader);
        write(chunk, predictor, writer);
        count += chunk.size();
        progress.stepBy(chunk.size());
      }
      say(input + ": " + reader.skipped().summary());
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("output", output.toString());
      summary.put("predictions", count);
      summary.put("malformed_lines", reader.skipped().count());
      return summary;
    }
  }

  private static ProgressBar progress() {
    return new ProgressBarBuilder().setTaskName("Predicting").setInitialMax(-1).build();
  }

  private static List<TextExample> nextChunk(TextRecordReader reader) {
    List<TextExample> chunk = new ArrayList<>(CHUNK);
    while (chunk.size() < CHUNK && reader.hasNext()) {
      chunk.add(reader.nextExample());
    }
    return chunk;
  }

  private static void write(List<TextExample> chunk, TextPredictor predictor, BufferedWriter writer)
      throws IOException {
    List<TextPair> texts =
        chunk.stream().map(example -> new TextPair(example.text(), example.pair())).toList();
    List<TextRole> roles = new ArrayList<>();
    chunk.forEach(example -> roles.add(example.role()));
    List<Prediction> predictions = predictor.predict(texts, roles);
    for (int i = 0; i < chunk.size(); i++) {
      StringBuilder line = new StringBuilder();
      line.append(chunk.get(i).location().line()).append('\t').append(predictions.get(i).outcome());
      for (double score : predictions.get(i).scores()) {
        line.append('\t').append(String.format(Locale.ROOT, "%.6f", score));
      }
      writer.write(line.append('\n').toString());
    }
  }
}
