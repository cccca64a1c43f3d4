package org.transformerzoo.datavec.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.tokenizer.Tokenizer;

/** Weights of tokens: from a corpus, or from a file. */
class TokenWeightsTest {

  private static final List<String> VOCABULARY =
      List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "sat", "dog");

  @TempDir private Path folder;
  private Tokenizer tokenizer;

  @BeforeEach
  void loadATokenizer() throws IOException {
    Files.write(folder.resolve("vocab.txt"), VOCABULARY);
    tokenizer = Tokenizer.load(folder);
  }

  @AfterEach
  void close() {
    tokenizer.close();
  }

  @Test
  void aTokenCountsOnceForEachDocumentThatHasIt() {
    DocumentFrequencies counted = count("the cat the cat sat", "the", "the dog", "the cat");

    assertThat(counted.documents()).isEqualTo(4);
    assertThat(IntStream.range(0, 9).mapToLong(counted::frequency))
        .containsExactly(0L, 0L, 0L, 0L, 0L, 4L, 2L, 1L, 1L);
  }

  @Test
  void rareTokensWeighMoreAndThoseOfTheTokenizerNothing() {
    float[] weights = count("the cat the cat sat", "the", "the [MASK]", "the cat").inverse();

    float four = (float) Math.log(4);
    float two = (float) Math.log(2);
    // [CLS] and [SEP] are added to every text, [PAD] and [UNK] and dog never occur.
    assertThat(weights).containsExactly(four, four, 0, 0, four, 0, two, four, four);
  }

  @Test
  void aCorpusOfManyTextsIsReadInPieces() {
    List<String> corpus =
        IntStream.range(0, 1300).mapToObj(i -> i % 13 == 0 ? "cat" : "sat").toList();

    DocumentFrequencies counted = DocumentFrequencies.count(tokenizer, corpus.iterator());

    assertThat(counted.documents()).isEqualTo(1300);
    assertThat(counted.frequency(6)).isEqualTo(100);
    assertThat(counted.inverse()[6]).isEqualTo((float) Math.log(13));
  }

  @Test
  void oneTextIsNoCorpus() {
    assertThatThrownBy(() -> count("the cat"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("Document frequencies were asked of 1 text, expected at least 2");
  }

  @Test
  void aFileNamesTokensAndTheOthersWeighOne() throws IOException {
    Path file = write("cat\t2.5", "", "[CLS]\t0", "[sep]\t3");

    assertThat(TokenWeightsFile.read(file, tokenizer))
        .containsExactly(1, 1, 0, 3, 1, 1, 2.5f, 1, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "cat 2, line 1 has 1 columns",
    "'cat\t-1', line 1 has the weight '-1'",
    "'cat\tmuch', line 1 has the weight 'much'",
    "'cat\tNaN', line 1 has the weight 'NaN'",
    "'cat\t1|cat\t2', line 2 has a second weight for 'cat'",
    "'cat\t1|zebra\t2', line 2 names 'zebra'",
    "'', is empty"
  })
  void aFileThatDoesNotFitIsRefusedWithItsLine(String lines, String problem) throws IOException {
    Path file = write(lines.split("\\|"));

    assertThatThrownBy(() -> TokenWeightsFile.read(file, tokenizer))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("weights.tsv")
        .hasMessageContaining(problem.replace('"', '\''));
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> TokenWeightsFile.read(folder.resolve("absent.tsv"), tokenizer))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("absent.tsv does not exist");
  }

  private DocumentFrequencies count(String... corpus) {
    return DocumentFrequencies.count(tokenizer, List.of(corpus).iterator());
  }

  private Path write(String... lines) throws IOException {
    return Files.write(folder.resolve("weights.tsv"), List.of(lines));
  }
}
