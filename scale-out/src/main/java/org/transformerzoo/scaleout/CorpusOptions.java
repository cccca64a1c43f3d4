package org.transformerzoo.scaleout;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.transformerzoo.datavec.reader.TextRole;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.finetuning.ExampleReader;
import org.transformerzoo.training.finetuning.RunCard;
import picocli.CommandLine.Option;

/** Model, corpus and output, and how the corpus is read. */
final class CorpusOptions {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR|NAME",
      description = "A model folder here, or a pretrained model to download.")
  private String model;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE|DIR",
      description = "The texts: a file, or a folder of files, on any file system that Spark reads.")
  private String input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "A new folder for the parts of the table; _SUCCESS is in it when all are.")
  private String output;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = {
        "A setting of reading, such as text-column=1 or max-length=64; may be repeated.",
        "By default the corpus is read as the model's training data were."
      })
  private Map<String, String> settings = Map.of();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "What all texts are, query or document, for the pooling asymmetric.")
  private String role;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Texts that are computed together (default: ${DEFAULT-VALUE}).")
  private int batchSize = 32;

  int batchSize() {
    if (batchSize < 1) {
      throw new InvalidSettingException("--batch-size is " + batchSize + ", expected at least 1");
    }
    return batchSize;
  }

  int maxLength() {
    return configuration().get(DataSettings.MAX_LENGTH);
  }

  /** The role of all texts, or null. */
  TextRole role() {
    return role == null
        ? null
        : TextRole.parse(role)
            .orElseThrow(
                () ->
                    new InvalidSettingException(
                        "--role is \"" + role + "\", expected query or document"));
  }

  /** Computes the table and says on standard output what was written. */
  void run(JavaSparkContext context, LineWork work) throws IOException {
    CorpusRun.Written written =
        new CorpusRun(context, work)
            .write(folder(), input, new ExampleReader(configuration()), output);
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("output", output);
    summary.put("files", written.files());
    summary.put("lines", written.lines());
    summary.put("malformed_lines", written.malformed());
    System.out.println(new ObjectMapper().writeValueAsString(summary));
  }

  private Path folder() {
    return PretrainedFolder.of(model);
  }

  private FineTuningConfiguration configuration() {
    FineTuningConfiguration.Builder builder =
        RunCard.configuration(folder())
            .map(FineTuningConfiguration::toBuilder)
            .orElseGet(FineTuningConfiguration::builder);
    settings.forEach(builder::set);
    return builder.buildPartial();
  }
}
