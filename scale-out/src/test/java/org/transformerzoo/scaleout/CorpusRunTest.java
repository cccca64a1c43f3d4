package org.transformerzoo.scaleout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.reader.ExampleLines;
import org.transformerzoo.datavec.reader.MalformedLines;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.finetuning.ExampleReader;
import org.transformerzoo.training.finetuning.TinyArchitecture;
import org.transformerzoo.training.finetuning.TinyRun;
import org.transformerzoo.training.inference.FileEmbedding;
import org.transformerzoo.training.inference.FilePrediction;
import org.transformerzoo.training.inference.InferenceOptions;
import org.transformerzoo.training.inference.SentenceEmbedder;
import org.transformerzoo.training.inference.TextPredictor;
import org.transformerzoo.training.inference.VectorFormat;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.Classification;

/** What Spark writes is what one machine writes. */
@StartsSpark
class CorpusRunTest {

  private static final int LENGTH = 24;
  private static final List<String> WORDS =
      List.of("the", "parcel", "came", "today", "and", "box", "was", "it", "shop", "my", "good");

  @TempDir private static Path shared;
  private static JavaSparkContext context;
  private static Path model;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    context =
        new JavaSparkContext(
            new SparkConf()
                .setAppName("test")
                .setMaster("local[2]")
                .set("spark.ui.enabled", "false")
                .set("spark.local.dir", shared.resolve("spark").toString()));
    Path body = new TinyRun(shared.resolve("run"), TinyArchitecture.BERT).model();
    model = shared.resolve("model");
    try (Tokenizer tokenizer = Tokenizer.load(body)) {
      TransformerModel.create(
              ModelSpecification.of(
                  ConfigFile.read(body),
                  new Classification(List.of("no", "yes")),
                  PoolingHeads.named("mean")),
              3)
          .save(model, tokenizer::saveTo);
    }
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @Test
  void predictionsAreThoseOfOneMachineLineForLine() throws IOException {
    Path input = Files.write(folder.resolve("corpus.tsv"), corpus(5000));
    assertThat(CorpusSections.ranges(Files.size(input), 2)).hasSizeGreaterThan(3);

    CorpusRun.Written written = predict(input, "text");

    assertThat(lines(folder.resolve("parts"))).isEqualTo(predictedHere(input, "text"));
    assertThat(written.lines()).isEqualTo(5000);
    assertThat(written.malformed()).isEqualTo(20);
    assertThat(folder.resolve("parts/_SUCCESS")).exists();
  }

  @Test
  void filesThatCannotBeCutAreReadAsOne() throws IOException {
    Path input = folder.resolve("corpus.tsv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(input))) {
      out.write(corpus(1500));
    }
    predict(input, "text");
    assertThat(lines(folder.resolve("parts"))).isEqualTo(predictedHere(input, "text"));
  }

  @Test
  void filesWithoutAHeaderAndWithOneLineAreReadToo() throws IOException {
    Path input = Files.writeString(folder.resolve("corpus.tsv"), "a\tthe parcel came");
    predict(input, "1");
    assertThat(lines(folder.resolve("parts"))).isEqualTo(predictedHere(input, "1")).hasSize(2);
  }

  @Test
  void theFilesOfAFolderHaveTheirOwnTables() throws IOException {
    Path input = Files.createDirectories(folder.resolve("corpus"));
    Path one = Files.writeString(input.resolve("one.tsv"), "id\ttext\n1\tthe box\n2\n");
    Path two = Files.writeString(input.resolve("two.jsonl"), "{\"text\": \"my shop\"}\n{\n");
    Files.writeString(input.resolve("_SUCCESS"), "");

    CorpusRun.Written written = predict(input, "text");

    assertThat(written.files()).isEqualTo(2);
    assertThat(lines(folder.resolve("parts/one.tsv"))).isEqualTo(predictedHere(one, "text"));
    assertThat(lines(folder.resolve("parts/two.jsonl"))).isEqualTo(predictedHere(two, "text"));
  }

  @Test
  void vectorsAreThoseOfOneMachine() throws IOException {
    Path input = Files.write(folder.resolve("corpus.tsv"), corpus(3000));
    Path expected = folder.resolve("vectors.tsv");
    try (SentenceEmbedder embedder = SentenceEmbedder.builder(model).maxLength(LENGTH).build();
        ExampleLines lines = reader("text").openLines(input)) {
      new FileEmbedding(embedder, Optional.empty(), MalformedLines.COUNT, done -> {})
          .write(lines, expected, VectorFormat.TSV);
    }
    new CorpusRun(context, new EmbeddingWork(LENGTH, 32, null, false, null))
        .write(model, input.toString(), reader("text"), folder.resolve("parts").toString());

    assertThat(lines(folder.resolve("parts"))).isEqualTo(Files.readAllLines(expected));
  }

  @Test
  void wrongRequestsAreToldBeforeAnythingIsComputed() throws IOException {
    Path input = Files.writeString(folder.resolve("corpus.tsv"), "id\ttext\n1\tthe box\n");
    assertThatThrownBy(() -> predict(input, "body"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("'body'");
    assertThatThrownBy(() -> predict(folder.resolve("no.tsv"), "text"))
        .hasMessageContaining("no.tsv does not exist");
    assertThatThrownBy(
            () ->
                new CorpusRun(context, new PredictionWork(LENGTH, 32))
                    .write(
                        shared.resolve("run/model"),
                        input.toString(),
                        reader("text"),
                        folder.resolve("parts").toString()))
        .hasMessageContaining("The task of the model in " + shared.resolve("run/model"));
    assertThat(folder.resolve("parts")).doesNotExist();
    Files.createDirectories(folder.resolve("parts"));
    assertThatThrownBy(() -> predict(input, "text")).hasMessageContaining("parts exists");
  }

  @Test
  void aRunThatFailsIsToldInOneSentenceAndLeavesNothing() throws IOException {
    Path input = Files.writeString(folder.resolve("corpus.tsv"), "id\ttext\n1\tthe box\n");
    Path damaged = Files.createDirectories(folder.resolve("damaged"));
    for (String name : List.of("config.json", "tokenizer.json")) {
      Files.copy(model.resolve(name), damaged.resolve(name));
    }
    Files.write(damaged.resolve("model.safetensors"), new byte[20]);

    Throwable thrown =
        catchThrowable(
            () ->
                new CorpusRun(context, new PredictionWork(LENGTH, 32))
                    .write(
                        damaged,
                        input.toString(),
                        reader("text"),
                        folder.resolve("parts").toString()));

    assertThat(Causes.decisive(thrown)).isInstanceOf(InvalidModelException.class);
    assertThat(Causes.sentence(Causes.decisive(thrown))).contains("model.safetensors");
    assertThat(folder.resolve("parts")).doesNotExist();
  }

  private CorpusRun.Written predict(Path input, String column) throws IOException {
    return new CorpusRun(context, new PredictionWork(LENGTH, 32))
        .write(model, input.toString(), reader(column), folder.resolve("parts").toString());
  }

  private List<String> predictedHere(Path input, String column) throws IOException {
    Path output = folder.resolve("expected.tsv");
    try (TextPredictor predictor = TextPredictor.load(model, new InferenceOptions(LENGTH, 32));
        ExampleLines lines = reader(column).openLines(input)) {
      new FilePrediction(predictor, MalformedLines.COUNT, done -> {}).write(lines, output);
    }
    return Files.readAllLines(output);
  }

  private static ExampleReader reader(String column) {
    return new ExampleReader(
        FineTuningConfiguration.builder()
            .set(DataSettings.TEXT_COLUMN.key(), column)
            .buildPartial());
  }

  /** Lines of many lengths, four of each thousand malformed in different ways. */
  private static byte[] corpus(int count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("id\ttext\n".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < count; i++) {
      String text = text(i);
      switch (i % 1000) {
        case 100 -> bytes.write((i + "\n").getBytes(StandardCharsets.UTF_8));
        case 300 -> bytes.write((i + "\tthe \0 box\n").getBytes(StandardCharsets.UTF_8));
        case 500 -> bytes.write(new byte[] {'1', '\t', (byte) 0xff, '\n'});
        case 700 ->
            bytes.write((i + "\t" + "x".repeat(1 << 20) + "\n").getBytes(StandardCharsets.UTF_8));
        default -> bytes.write((i + "\t" + text + "\r\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private static String text(int seed) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 1 + seed * 31 % 30; i++) {
      words.add(WORDS.get((seed * 7 + i * i) % WORDS.size()));
    }
    return String.join(" ", words);
  }

  private static List<String> lines(Path parts) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> members = Files.list(parts)) {
      for (Path part :
          members.filter(p -> p.getFileName().toString().startsWith("part-")).sorted().toList()) {
        lines.addAll(Files.readAllLines(part));
      }
    }
    return lines;
  }
}
