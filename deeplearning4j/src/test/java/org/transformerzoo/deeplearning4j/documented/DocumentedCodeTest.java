package org.transformerzoo.deeplearning4j.documented;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.FileSplit;
import org.datavec.api.transform.schema.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.training.finetuning.FileBatches;
import org.transformerzoo.training.finetuning.TinyRun;
import org.transformerzoo.training.input.ModelInputs;

/** The code in the documents is compiled, and does what they say. */
class DocumentedCodeTest {

  private static final Path DOCUMENTS = Path.of("../../docs");
  private static final Path SOURCES =
      Path.of("../src/test/java/org/transformerzoo/deeplearning4j/documented");
  private static final Pattern BLOCK = Pattern.compile("(?s)```java\\n(.*?)```");

  @TempDir private Path folder;
  private TinyRun run;
  private ShopCode code;

  @BeforeEach
  void makeAShop() {
    run = new TinyRun(folder);
    code = new ShopCode(run.model(), run.train(), run.dev(), folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deeplearning4j.md", "migrating.md"})
  void everyBlockStandsInASourceFile(String document) throws IOException {
    String compiled = plain(sources());
    List<String> blocks = new ArrayList<>();
    BLOCK
        .matcher(Files.readString(DOCUMENTS.resolve(document)))
        .results()
        .forEach(block -> blocks.add(block.group(1)));

    assertThat(blocks).hasSizeGreaterThan(1);
    for (String block : blocks) {
      for (String part : block.split("(?m)^ *// …\\n")) {
        assertThat(compiled).contains(plain(part));
      }
    }
  }

  private static String sources() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.sorted().toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  private static String plain(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  @Test
  void aGraphIsTrainedEvaluatedSavedAndRestored() throws IOException {
    double accuracy = code.trainedGraph().getValue(Metric.higher("accuracy"));

    assertThat(accuracy).isGreaterThan(0.9);
    try (FileBatches batches = code.batches()) {
      MultiDataSet batch = batches.dev().next();
      assertThat(code.restored().output(batch.getFeatures())[0].shape()).containsExactly(16, 2);
    }
    assertThat(folder.resolve("encoder").resolve("model.safetensors")).exists();
    assertThat(code.mixed().getVertices()).containsKeys("encoder", "both", "out");
  }

  @Test
  void statisticsAreWritten() throws IOException {
    code.statistics(run.configuration("tuned").build());

    assertThat(folder.resolve("statistics")).isNotEmptyFile();
  }

  @Test
  void vectorsFeedPipelines() throws Exception {
    Path csv = Files.write(folder.resolve("texts.csv"), List.of("the parcel came,1", "bad box,0"));
    RecordReader reader = new CSVRecordReader();
    reader.initialize(new FileSplit(csv.toFile()));
    Schema schema = new Schema.Builder().addColumnString("text").addColumnInteger("label").build();

    assertThat(code.vectors(reader)).isEqualTo(16);
    assertThat(code.process(schema).getFinalSchema().numColumns()).isEqualTo(2);
  }

  @Test
  void loopsOfOnesOwnLearn() {
    assertThat(code.ofSameDiff().getValue(Metric.higher("accuracy"))).isGreaterThan(0.9);
    assertThat(code.ownRule()).isPositive().isFinite();
    try (FileBatches batches = code.batches()) {
      MultiDataSet batch = batches.dev().next();
      assertThat(code.afterwards(code.classifier().plainGraph(), batch).shape())
          .containsExactly(16, 2);
      assertThat(ModelInputs.of(batch)).containsKey("labels");
    }
  }
}
