package org.transformerzoo.scaleout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transformerzoo.training.finetuning.TinyRun;

/** The command line as a shell sees it. */
class ScaleOutTest {

  private static final PrintStream OUTPUT = System.out;
  private static final PrintStream ERRORS = System.err;

  @TempDir private Path folder;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private Path config;

  @BeforeEach
  void prepare() throws IOException {
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    System.setProperty("spark.ui.enabled", "false");
    System.setProperty("spark.local.dir", folder.resolve("spark").toString());
    TinyRun run = new TinyRun(folder);
    config =
        Files.writeString(
            folder.resolve("search.yaml"),
            """
            model: %s
            train: %s
            dev: %s
            epochs: 1
            learning-rate: {log-uniform: [1e-4, 1e-2]}
            """
                .formatted(run.model(), run.train(), run.dev()));
  }

  @AfterEach
  void restore() {
    System.setOut(OUTPUT);
    System.setErr(ERRORS);
    System.clearProperty("spark.ui.enabled");
    System.clearProperty("spark.local.dir");
  }

  private int search(String... more) {
    String[] words = {"search", "--config", config.toString(), "--output", found().toString()};
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return ScaleOut.run(all);
  }

  private Path found() {
    return folder.resolve("found");
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(output.toString(StandardCharsets.UTF_8));
  }

  private String errors() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_24)
  void aJavaThatIsTooNewIsToldInOneSentence() throws IOException {
    assertThat(search("--trials", "1", "--master", "local[2]")).isNotZero();
    assertThat(errors())
        .startsWith("tzoo-spark: This is Java " + Runtime.version().feature() + ", and Spark");
  }

  @Test
  @StartsSpark
  void searchesAndGoesOn() throws IOException {
    assertThat(search("--trials", "1", "--master", "local[2]")).as(errors()).isZero();
    assertThat(json().path("candidates").asInt()).isEqualTo(1);
    assertThat(errors()).contains("Candidate 0: ").contains("Best is candidate 0 ");
    assertThat(found().resolve("best.yaml")).exists();
    assertThat(found().resolve("report.html")).exists();

    output.reset();
    assertThat(
            ScaleOut.run(
                "search", "--resume", found().toString(), "--trials", "2", "--master", "local[2]"))
        .isZero();
    assertThat(json().path("candidates").asInt()).isEqualTo(2);
    assertThat(errors()).contains("Candidate 1: ");
  }

  @ParameterizedTest
  @StartsSpark
  @CsvSource(
      delimiter = '|',
      value = {
        "locl[2]          | Spark cannot be started with the master locl[2]: ",
        "spark://nowhere  | The master spark://nowhere cannot be reached: \"nowhere\" is not"
            + " HOST:PORT; expected a running Spark master",
        "spark://[::1]:99999 | The master spark://[::1]:99999 cannot be reached: \"[::1]:99999\" is"
            + " not HOST:PORT; expected a running Spark master"
      })
  void aMasterThatCannotBeUsedIsToldInOneSentence(String master, String sentence) {
    assertThat(search("--master", master)).isEqualTo(2);
    assertThat(errors()).contains("tzoo-spark: " + sentence).doesNotContain("\tat ");
    assertThat(found()).doesNotExist();
  }

  @Test
  @StartsSpark
  void aMasterThatDoesNotListenIsToldInOneSentence() {
    assertThat(search("--master", "spark://127.0.0.1:1")).isEqualTo(2);
    assertThat(errors())
        .contains("tzoo-spark: The master spark://127.0.0.1:1 cannot be reached: ")
        .doesNotContain("\tat ");
  }

  @Test
  void wrongOptionsAreToldBeforeSparkBegins() {
    assertThat(search("--trials", "0", "--master", "locl[2]")).isEqualTo(2);
    assertThat(errors()).contains("search.trials is \"0\", expected a whole number of at least 1");
    assertThat(search("--parallel", "2", "--master", "locl[2]")).isEqualTo(2);
    assertThat(errors()).contains("--parallel is for one process, expected none");
  }

  @Test
  @StartsSpark
  void aFileThatIsMissingIsToldInOneSentence() throws IOException {
    Path train = folder.resolve("train.tsv");
    Files.delete(train);
    assertThat(search("--master", "local[2]")).isEqualTo(2);
    assertThat(errors())
        .contains("tzoo-spark: ")
        .contains(train.toString())
        .doesNotContain("\tat ");
  }
}
