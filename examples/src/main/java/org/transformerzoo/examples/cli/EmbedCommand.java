package org.transformerzoo.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import org.transformerzoo.datavec.reader.ExampleLines;
import org.transformerzoo.datavec.reader.TextRecordReader;
import org.transformerzoo.datavec.reader.TextRole;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.finetuning.ExampleReader;
import org.transformerzoo.training.inference.FileEmbedding;
import org.transformerzoo.training.inference.FileEmbedding.Written;
import org.transformerzoo.training.inference.SentenceEmbedder;
import org.transformerzoo.training.inference.VectorFormat;
import org.transformerzoo.training.input.WordWeights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tzoo embed}: a vector for each text of a file. */
@Command(
    name = "embed",
    description = {
      "Embeds the texts of a file: a vector for each, as .npy or TSV.",
      "The file is read as the model's training data were, unless options say otherwise.",
      "A line that cannot be read stops it, unless --malformed-lines is count."
    })
final class EmbedCommand extends Verb {

  private static final SettingOptions READING =
      new SettingOptions(
          List.of(
              DataSettings.TEXT_COLUMN,
              DataSettings.PAIR_COLUMN,
              DataSettings.ROLE_COLUMN,
              DataSettings.HEADER,
              DataSettings.MALFORMED_LINES,
              DataSettings.MAX_LENGTH,
              ModelSettings.POOLING,
              ModelSettings.WORD_WEIGHTS));

  @Mixin private ModelOption model;

  @Mixin private FileOptions files;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "npy or tsv; by default what the name of the output ends with.")
  private String format;

  @Option(names = "--normalize", description = "Scale vectors to the length 1.")
  private boolean normalize;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "What all texts are, query or document, for the pooling asymmetric.")
  private String role;

  @Option(
      names = "--save-model",
      paramLabel = "DIR",
      description = "Where to save the body with the pooling and its word weights, if anywhere.")
  private Path savedModel;

  @Mixin private BatchOption batches;

  private CommandSpec command;

  EmbedCommand(Results results) {
    super(results);
  }

  @Spec
  void command(CommandSpec spec) {
    this.command = spec;
    READING.addTo(spec);
  }

  @Override
  public Integer call() throws IOException {
    VectorFormat chosen = chosenFormat();
    Path folder = model.folder();
    FineTuningConfiguration settings = settings(folder);
    ExampleReader reader = new ExampleReader(settings);
    try (ExampleLines lines = reader.openLines(files.input());
        SentenceEmbedder embedder = embedder(folder, settings);
        ProgressBar progress = Progress.bar("Embedding", Progress.UNKNOWN)) {
      say("Pooling: " + embedder.pooling());
      Written written =
          new FileEmbedding(embedder, chosenRole(), reader.malformedLines(), progress::stepBy)
              .write(lines, files.output(), chosen);
      if (savedModel != null) {
        embedder.save(savedModel);
      }
      say(files.input() + ": " + lines.skipped().summary());
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("output", files.output().toString());
      summary.put("vectors", written.count());
      summary.put("width", written.width());
      summary.put("pooling", embedder.pooling());
      summary.put("malformed_lines", lines.skipped().count());
      print(summary);
    }
    return 0;
  }

  private FineTuningConfiguration settings(Path folder) {
    FineTuningConfiguration.Builder builder = ModelOption.settings(folder);
    // Rows of a matrix have no line numbers, so none may be missing unless that is asked for.
    builder.set(DataSettings.MALFORMED_LINES, "fail").set(ModelSettings.POOLING.key(), null);
    builder.set(ModelSettings.WORD_WEIGHTS.key(), null); // they are in the model
    Map<String, String> given = READING.given(command);
    if (role != null || given.containsKey(ModelSettings.POOLING.key())) {
      builder.set(DataSettings.ROLE_COLUMN.key(), null); // it goes with the pooling of the training
    }
    given.forEach(builder::set);
    return builder.buildPartial();
  }

  private SentenceEmbedder embedder(Path folder, FineTuningConfiguration settings) {
    return SentenceEmbedder.builder(folder)
        .pooling(settings.find(ModelSettings.POOLING).orElse(null))
        .maxLength(settings.get(DataSettings.MAX_LENGTH))
        .batchSize(batches.size())
        .normalized(normalize)
        .wordWeights(
            settings
                .find(ModelSettings.WORD_WEIGHTS)
                .map(choice -> WordWeights.chosen(choice, () -> texts(settings)))
                .orElse(null))
        .build();
  }

  /** The texts of the input, for the statistics of its tokens: a second reader of the file. */
  private Iterator<String> texts(FineTuningConfiguration settings) {
    TextRecordReader reader = new ExampleReader(settings).openUnlabelled(files.input());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return reader.hasNext();
      }

      @Override
      public String next() {
        return reader.nextExample().text();
      }
    };
  }

  private Optional<TextRole> chosenRole() {
    Optional<TextRole> parsed = Optional.ofNullable(role).flatMap(TextRole::parse);
    if (role != null && parsed.isEmpty()) {
      throw new InvalidSettingException("--role is \"" + role + "\", expected query or document");
    }
    return parsed;
  }

  private VectorFormat chosenFormat() {
    String name = format == null ? files.output().toString() : "." + format;
    return VectorFormat.ofName(name)
        .orElseThrow(
            () ->
                new InvalidSettingException(
                    format == null
                        ? "The output %s ends with no known format, expected --format with one of %s"
                            .formatted(files.output(), VectorFormat.known())
                        : "--format is \"%s\", expected one of %s"
                            .formatted(format, VectorFormat.known())));
  }
}
