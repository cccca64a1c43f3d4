package org.transformerzoo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.zoo.numpy.NpyReader;

/** From a file of texts to vectors, and from vectors to the most similar ones. */
class EmbedStoryTest {

  @TempDir private Path folder;
  private Path model;
  private Path texts;

  @BeforeEach
  void prepare() throws IOException {
    model = TinyModel.write(folder);
    texts = TinyModel.writeExamples(folder.resolve("texts.tsv"), 6);
  }

  @Test
  void bothFormatsHoldTheSameVectors() throws IOException {
    Path npy = folder.resolve("vectors.npy");
    Path tsv = folder.resolve("vectors.tsv");
    CommandLineRun run = embed(texts, npy);
    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.json().path("vectors").asInt()).isEqualTo(6);
    assertThat(run.json().path("width").asInt()).isEqualTo(8);
    assertThat(embed(texts, tsv).exitCode()).isZero();

    float[][] matrix = NpyReader.read(npy).toFloatMatrix();
    List<String> lines = Files.readAllLines(tsv);
    assertThat(lines.get(0)).isEqualTo("line\t0\t1\t2\t3\t4\t5\t6\t7");
    assertThat(lines).hasSize(7);
    for (int row = 0; row < 6; row++) {
      String[] cells = lines.get(row + 1).split("\t");
      assertThat(cells[0]).isEqualTo(Integer.toString(row + 2));
      for (int entry = 0; entry < 8; entry++) {
        assertThat(Float.parseFloat(cells[entry + 1])).isEqualTo(matrix[row][entry]);
      }
    }
  }

  @Test
  void theNearestVectorOfATextIsItsOwn() throws IOException {
    Path npy = folder.resolve("vectors.npy");
    embed(texts, npy, "--normalize", "--pooling", "mean-sqrt-length");
    Path matches = folder.resolve("matches.tsv");

    CommandLineRun run =
        CommandLineRun.of(
            "nearest", "--vectors", npy, "--queries", npy, "--top", 2, "--output", matches);

    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.json().path("matches").asInt()).isEqualTo(12);
    List<String> lines = Files.readAllLines(matches);
    assertThat(lines.get(0)).isEqualTo("query\trank\tvector\tcosine");
    assertThat(lines.get(5)).startsWith("2\t1\t2\t");
    // Texts 0 and 4 are the same.
    assertThat(lines.get(1)).startsWith("0\t1\t0\t");
    assertThat(lines.get(2)).startsWith("0\t2\t4\t");
  }

  @Test
  void aBadLineIsNamedAndNothingIsLeft() throws IOException {
    Files.writeString(texts, "text\tlabel\nthe cup\ta\nlate\ta\n");
    Files.write(texts, new byte[] {(byte) 0xff, '\t', 'a', '\n'}, StandardOpenOption.APPEND);
    Path npy = folder.resolve("vectors.npy");

    CommandLineRun run = embed(texts, npy);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).contains("texts.tsv line 4 is not valid UTF-8");
    assertThat(npy).doesNotExist();
    CommandLineRun lenient = embed(texts, npy, "--malformed-lines", "count");
    assertThat(lenient.json().path("vectors").asInt()).isEqualTo(2);
    assertThat(lenient.json().path("malformed_lines").asInt()).isEqualTo(1);
  }

  @Test
  void weightsOfWordsComeFromTheTextsAndAreSavedWithTheModel() {
    Path npy = folder.resolve("vectors.npy");
    Path saved = folder.resolve("saved");
    Object[] weighted = {
      "--pooling", "word-weights", "--word-weights", "tf-idf", "--save-model", saved
    };
    CommandLineRun run = embed(texts, npy, weighted);
    assertThat(run.exitCode()).as(run.errors()).isZero();
    float[][] vectors = NpyReader.read(npy).toFloatMatrix();

    Path again = folder.resolve("again.npy");
    CommandLineRun second =
        CommandLineRun.of("embed", "--model", saved, "--input", texts, "--output", again);

    assertThat(second.exitCode()).as(second.errors()).isZero();
    assertThat(second.json().path("pooling").asText()).isEqualTo("word-weights");
    assertThat(NpyReader.read(again).toFloatMatrix()).isDeepEqualTo(vectors);
    embed(texts, npy);
    assertThat(NpyReader.read(npy).toFloatMatrix()[0]).isNotEqualTo(vectors[0]);
  }

  @Test
  void wrongRequestsAreToldInOneSentence() throws IOException {
    Path npy = folder.resolve("vectors.npy");
    assertRefuses(embed(texts, folder.resolve("vectors.bin")), "expected --format with one of npy");
    assertRefuses(embed(texts, npy, "--format", "csv"), "--format is \"csv\"");
    assertRefuses(embed(texts, npy, "--batch-size", "0"), "--batch-size is 0");
    assertRefuses(embed(texts, npy, "--text-column", "body"), "'body'");
    assertRefuses(embed(texts, npy, "--pooling", "meen"), "There is no pooling \"meen\"");
    assertRefuses(embed(texts, npy, "--pooling", "layer-mean(layer=7)"), "layer 7");
    assertRefuses(embed(texts, npy, "--role", "answer"), "--role is \"answer\"");
    assertRefuses(embed(texts, npy, "--pooling", "word-weights"), "word_weights");
    assertRefuses(embed(texts, npy, "--word-weights", "tf-idf"), "has no word weights to set");
    embed(texts, npy);
    assertRefuses(
        CommandLineRun.of(
            "nearest", "--vectors", npy, "--queries", texts, "--output", folder.resolve("o")),
        "texts.tsv does not begin as a NumPy array does");
  }

  private CommandLineRun embed(Path input, Path output, Object... more) {
    Object[] words = new Object[7 + more.length];
    System.arraycopy(
        new Object[] {"embed", "--model", model, "--input", input, "--output", output},
        0,
        words,
        0,
        7);
    System.arraycopy(more, 0, words, 7, more.length);
    return CommandLineRun.of(words);
  }

  private static void assertRefuses(CommandLineRun run, String culprit) {
    assertThat(run.exitCode()).as(run.errors()).isEqualTo(2);
    assertThat(run.errors()).contains("tzoo: ").contains(culprit).doesNotContain("\tat ");
  }
}
