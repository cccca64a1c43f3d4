package org.transformerzoo.datavec.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.file;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.open;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.read;

import java.nio.file.Path;
import java.util.List;
import org.datavec.api.writable.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transformerzoo.datavec.InvalidDataException;

/** A text and the text that is to be written for it. */
class WrittenTextTest {

  private static final TextColumns ARTICLE_AND_SUMMARY =
      TextColumns.builder()
          .text(Column.named("article"))
          .writtenText(Column.named("summary"))
          .build();

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a.tsv | article;summary^a long, long text;it is long^b;c",
        "a.csv | summary,article^it is long,\"a long, long text\"^c,b",
        "a.jsonl | {\"summary\": \"it is long\", \"article\": \"a long, long text\"}^{\"article\": \"b\", \"summary\": \"c\"}",
      })
  void theColumnsOfBothTextsAreFoundByName(String name, String content) {
    Path file = file(folder, name, content.replace(';', '\t').replace('^', '\n'));

    List<TextExample> examples = read(file, TextFormat.of(file), ARTICLE_AND_SUMMARY);

    assertThat(examples).extracting(TextExample::text).containsExactly("a long, long text", "b");
    assertThat(examples)
        .extracting(TextExample::labels)
        .containsExactly(List.of("it is long"), List.of("c"));
  }

  @Test
  void aLineWithNothingToWriteIsMalformed() {
    Path file = file(folder, "a.tsv", "article\tsummary\nb\tc\nd\t  \ne\n");

    TextRecordReader reader =
        open(file, TextFormat.of(file), ARTICLE_AND_SUMMARY, MalformedLines.COUNT);

    assertThat(reader.remainingExamples()).hasSize(1);
    assertThat(reader.skipped().details())
        .containsExactly(
            file + " line 3 has nothing in target column 'summary', expected a text",
            file
                + " line 4 has 1 column, expected at least 2 because the target column is 'summary'");
  }

  @Test
  void aHeaderWithoutTheColumnIsRefused() {
    Path file = file(folder, "a.tsv", "article\ttitle\nb\tc\n");

    assertThatThrownBy(
            () -> open(file, TextFormat.of(file), ARTICLE_AND_SUMMARY, MalformedLines.COUNT))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(file + " line 1 has no required column 'summary', found [article, title]");
  }

  @Test
  void recordsHaveTheTextBehindTheFirst() {
    Path file = file(folder, "a.tsv", "article\tsummary\nb\tc\n");

    try (TextRecordReader reader =
        open(file, TextFormat.of(file), ARTICLE_AND_SUMMARY, MalformedLines.COUNT)) {
      assertThat(reader.schema().getColumnNames()).containsExactly("text", "target");
      assertThat(reader.next()).containsExactly(new Text("b"), new Text("c"));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
