package org.transformerzoo.datavec.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.file;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.open;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.texts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.transformerzoo.datavec.InvalidDataException;

/** What cannot be used is counted and located, and fatal only if asked. */
class BadInputTest {

  private static final TextColumns COLUMNS =
      TextColumns.builder()
          .text(Column.named("text"))
          .oneClass(Column.named("label"))
          .knownLabels(List.of("no", "yes"))
          .build();

  @TempDir private Path folder;

  private static Stream<Arguments> badLines() {
    byte[] tenMegabytes = "x".repeat(10_000_000).getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        Arguments.of("missing column", "no label here", "has 1 column, expected at least 2"),
        Arguments.of("empty label", "text\t ", "has nothing in label column 'label'"),
        Arguments.of(
            "unknown label",
            "text\tperhaps",
            "has the unknown label 'perhaps', expected one of [no, yes]"),
        Arguments.of("NUL", "te\0xt\tyes", "has a NUL character"),
        Arguments.of(
            "Latin-1",
            "na\u00efve\tyes".getBytes(StandardCharsets.ISO_8859_1),
            "is not valid UTF-8"),
        Arguments.of(
            "UTF-16", "text\tyes".getBytes(StandardCharsets.UTF_16LE), "has a NUL character"),
        Arguments.of("10 MB", tenMegabytes, "has 10000000 bytes, expected at most 1048576"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badLines")
  void aBadLineIsCountedAndLocatedAndFatalOnlyIfAsked(String name, Object line, String problem)
      throws IOException {
    byte[] bytes =
        line instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) line;
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write("text\tlabel\ngood\tyes\n".getBytes(StandardCharsets.UTF_8));
    content.write(bytes);
    content.write("\nbetter\tno\n".getBytes(StandardCharsets.UTF_8));
    Path file = file(folder, "data.tsv", content.toByteArray());

    TextRecordReader counting =
        open(file, TextFormat.tabSeparated(), COLUMNS, MalformedLines.COUNT);
    assertThat(texts(counting.remainingExamples())).containsExactly("good", "better");
    assertThat(counting.skipped().count()).isEqualTo(1);
    assertThat(counting.skipped().details().get(0)).startsWith(file + " line 3 ").contains(problem);

    TextRecordReader strict = open(file, TextFormat.tabSeparated(), COLUMNS, MalformedLines.FAIL);
    assertThat(strict.nextExample().text()).isEqualTo("good");
    assertThatThrownBy(strict::nextExample)
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(file + " line 3 ")
        .hasMessageContaining(problem);
  }

  @Test
  void aFileWithoutAUsableLineIsFatalAlways() {
    Path empty = file(folder, "empty.tsv", "");
    assertThatThrownBy(() -> open(empty, TextFormat.tabSeparated(), COLUMNS, MalformedLines.COUNT))
        .hasMessage(empty + " is empty, expected at least one example");
    Path useless = file(folder, "useless.tsv", "text\tlabel\na\tperhaps\nb\tnever\n");
    assertThatThrownBy(
            () -> open(useless, TextFormat.tabSeparated(), COLUMNS, MalformedLines.COUNT))
        .hasMessageContaining("has no usable line among 2; the first: " + useless + " line 2 has")
        .hasMessageContaining("unknown label 'perhaps'");
  }

  @Test
  void aColumnThatIsNamedTwiceIsRefusedIfItIsUsed() {
    Path file = file(folder, "twice.tsv", "text\tlabel\tlabel\na\tyes\tno\n");
    assertThatThrownBy(() -> open(file, TextFormat.tabSeparated(), COLUMNS, MalformedLines.COUNT))
        .hasMessage(file + " line 1 names column 'label' more than once, expected one such column");
    Path json =
        file(
            folder,
            "twice.jsonl",
            "{\"text\": \"a\", \"label\": \"no\", \"label\": \"yes\"}\n{\"text\": \"b\", \"label\": \"no\"}\n");
    TextRecordReader counting = open(json, TextFormat.jsonLines(), COLUMNS, MalformedLines.COUNT);

    assertThat(texts(counting.remainingExamples())).containsExactly("b");
    assertThat(counting.skipped().details().get(0)).contains("line 1 is not valid JSON");
  }

  @Test
  void tagsAndNamesOutsideTheKnownOnesAreMalformedToo() {
    Path words = file(folder, "words.conll", "good O\nbox B-X\n\nbad B-Y\n");
    TextColumns tags =
        TextColumns.builder()
            .text(Column.at(0))
            .tags(Column.at(1))
            .knownLabels(List.of("O", "B-X"))
            .build();
    TextRecordReader tagged = open(words, TextFormat.wordLines(), tags, MalformedLines.COUNT);
    assertThat(texts(tagged.remainingExamples())).containsExactly("good box");
    assertThat(tagged.skipped().details().get(0)).contains("line 4 has the unknown label 'B-Y'");

    Path several = file(folder, "several.tsv", "text\tlabels\na\tx,y\nb\tx,z\n");
    TextColumns names =
        TextColumns.builder()
            .text(Column.named("text"))
            .nameList(Column.named("labels"), ",")
            .knownLabels(List.of("x", "y"))
            .build();
    TextRecordReader named = open(several, TextFormat.tabSeparated(), names, MalformedLines.COUNT);
    assertThat(texts(named.remainingExamples())).containsExactly("a");
    assertThat(named.skipped().count()).isEqualTo(1);
  }
}
