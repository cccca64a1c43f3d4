package org.transformerzoo.training.finetuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;

/** The same examples from a Parquet file and from a folder for each label. */
class DataSourcesTest {

  private static final MessageType TEXT_AND_LABEL =
      MessageTypeParser.parseMessageType(
          "message examples { required binary label (STRING); required binary text (STRING); }");

  @TempDir private Path folder;

  private static byte[] weights(FineTuningResult result) throws IOException {
    return Files.readAllBytes(result.output().resolve("model.safetensors"));
  }

  private static List<String[]> rows(Path file) throws IOException {
    return Files.readAllLines(file).stream().skip(1).map(line -> line.split("\t")).toList();
  }

  private Path parquet(String name, Path tsv) throws IOException {
    Path file = folder.resolve(name);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(TEXT_AND_LABEL)
            .build()) {
      for (String[] row : rows(tsv)) {
        writer.write(
            new SimpleGroup(TEXT_AND_LABEL).append("label", row[0]).append("text", row[1]));
      }
    }
    return file;
  }

  /** A file for each line, in a folder called as its label. */
  private Path labelled(String name, Path tsv) throws IOException {
    Path files = folder.resolve(name);
    int count = 0;
    for (String[] row : rows(tsv)) {
      Path label = Files.createDirectories(files.resolve(row[0]));
      Files.writeString(label.resolve("%03d.txt".formatted(count++)), row[1] + "\n");
    }
    return files;
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "disk", "stream"})
  void aParquetFileGivesTheWeightsOfTheSameTable(String loading) throws IOException {
    TinyRun run = new TinyRun(folder);
    FineTuningConfiguration.Builder table =
        run.configuration("table").set(DataSettings.LOADING, loading).set("steps", 4);
    FineTuningConfiguration.Builder parquet =
        run.configuration("parquet")
            .set(DataSettings.LOADING, loading)
            .set("steps", 4)
            .set(DataSettings.TRAIN, parquet("train.parquet", run.train()))
            .set(DataSettings.DEV, parquet("dev.parquet", run.dev()));

    FineTuningResult result = FineTuning.run(parquet.build(), List.of());

    assertThat(weights(result)).isEqualTo(weights(FineTuning.run(table.build(), List.of())));
  }

  @Test
  void aFolderForEachLabelTrainsAndEvaluates() throws IOException {
    TinyRun run = new TinyRun(folder);
    Path dev = labelled("dev", run.dev());
    FineTuningConfiguration.Builder builder =
        run.configuration("memory")
            .set("steps", 4)
            .set(DataSettings.TRAIN, labelled("train", run.train()))
            .set(DataSettings.DEV, dev);
    FineTuningConfiguration memory = builder.build();
    FineTuningConfiguration disk =
        builder
            .set(DataSettings.LOADING, "disk")
            .set("output", folder.resolve("disk").toString())
            .build();

    FineTuningResult result = FineTuning.run(memory, List.of());

    assertThat(weights(FineTuning.run(disk, List.of()))).isEqualTo(weights(result));
    Map<String, Double> metrics =
        ModelEvaluation.evaluate(
            result.output(), dev, RunCard.configuration(result.output()).orElseThrow());
    assertThat(metrics).isEqualTo(result.best().metrics());
  }

  @Test
  void aFileThatChangesItsFolderIsOtherData() throws IOException {
    Path files = labelled("train", new TinyRun(folder).train());
    String before = Digest.of(files);
    Path moved;
    try (var members = Files.list(files.resolve("yes"))) {
      moved = members.findFirst().orElseThrow();
    }
    Files.move(moved, files.resolve("no").resolve(moved.getFileName()));

    assertThat(Digest.of(files)).isNotEqualTo(before);
  }
}
