package org.transformerzoo.datavec.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.TEXT_THEN_LABEL;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.file;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.labels;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.lines;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.open;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.read;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.texts;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.datavec.InvalidDataException;

/** The warts of real tab-separated data. */
class TabSeparatedTest {

  private static final TextFormat TSV = TextFormat.tabSeparated().withHeader(Header.ABSENT);

  @TempDir private Path folder;

  @Test
  void byteOrderMarkWindowsLineEndsAndAMissingLastLineEndLeaveNoTrace() {
    Path file = file(folder, "a.tsv", "\uFEFF1\tone\r\n0\ttwo\r\n\r\n1\tthree");
    TextColumns columns = TextColumns.builder().text(Column.at(1)).oneClass(Column.at(0)).build();

    List<TextExample> examples = read(file, TSV, columns);

    assertThat(texts(examples)).containsExactly("one", "two", "three");
    assertThat(labels(examples)).containsExactly(List.of("1"), List.of("0"), List.of("1"));
    assertThat(lines(examples)).containsExactly(1L, 2L, 4L);
  }

  @Test
  void quotesAreCharactersLikeAnyOther() {
    Path file = file(folder, "a.tsv", "\"open quote\t0\nsaid \"this\" \"\"\t1\n");

    assertThat(texts(read(file, TSV, TEXT_THEN_LABEL)))
        .containsExactly("\"open quote", "said \"this\" \"\"");
  }

  @Test
  void moreColumnsThanNeededAreNotLookedAt() {
    Path file = file(folder, "a.tsv", "one\t0\textra\nsome\t1\textra\tmore\t\ntwo\t0\n");

    assertThat(texts(read(file, TSV, TEXT_THEN_LABEL))).containsExactly("one", "some", "two");
  }

  @Test
  void textIsKeptAsItIsAndMayBeEmpty() {
    Path file = file(folder, "a.tsv", " two  spaces \t a \n\tb\n");

    List<TextExample> examples = read(file, TSV, TEXT_THEN_LABEL);

    assertThat(texts(examples)).containsExactly(" two  spaces ", "");
    assertThat(labels(examples)).containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void aSecondTextIsReadFromThePairColumn() {
    Path file = file(folder, "a.tsv", "1\tfirst\tsecond\n");
    TextColumns columns =
        TextColumns.builder().text(Column.at(1)).pair(Column.at(2)).oneClass(Column.at(0)).build();

    TextExample example = read(file, TSV, columns).get(0);

    assertThat(example.text()).isEqualTo("first");
    assertThat(example.pair()).isEqualTo("second");
  }

  @Test
  void malformedLinesAreCountedWithFileLineAndReason() {
    Path file = file(folder, "a.tsv", "one\t0\nno label here\ntwo\t1\nthree\t \n");

    TextRecordReader reader = open(file, TSV, TEXT_THEN_LABEL, MalformedLines.COUNT);

    assertThat(texts(reader.remainingExamples())).containsExactly("one", "two");
    assertThat(reader.skipped().count()).isEqualTo(2);
    assertThat(reader.skipped().details())
        .containsExactly(
            file
                + " line 2 has 1 column, expected at least 2"
                + " because the label column is 1 (counted from 0)",
            file + " line 4 has nothing in label column 1 (counted from 0), expected a label");
    assertThat(reader.skipped().summary())
        .startsWith("2 malformed lines were left out, the first: ");
  }

  @Test
  void malformedLinesAreFatalByChoiceOnceTheyAreReached() {
    Path file = file(folder, "a.tsv", "one\t0\nno label here\ntwo\t1\n");

    TextRecordReader reader = open(file, TSV, TEXT_THEN_LABEL, MalformedLines.FAIL);

    assertThat(reader.nextExample().text()).isEqualTo("one");
    assertThatThrownBy(reader::nextExample)
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(file + " line 2 has 1 column, expected at least 2");
  }

  @Test
  void aColumnBeyondAllLinesIsAnErrorEvenIfMalformedLinesAreOnlyCounted() {
    Path file = file(folder, "a.tsv", "one\t0\ntwo\t1\n");
    TextColumns columns = TextColumns.builder().text(Column.at(7)).build();

    assertThatThrownBy(() -> open(file, TSV, columns, MalformedLines.COUNT))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            file
                + " has no usable line among 2; the first: "
                + file
                + " line 1 has 2 columns, expected at least 8"
                + " because the text column is 7 (counted from 0)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\uFEFF", "\n\n", "\r\n"})
  void aFileWithoutContentIsEmpty(String content) {
    Path file = file(folder, "empty.tsv", content);

    assertThatThrownBy(() -> open(file, TSV, TEXT_THEN_LABEL, MalformedLines.COUNT))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(file + " is empty, expected at least one example");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> open(folder.resolve("absent.tsv"), TSV, TEXT_THEN_LABEL))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(folder.resolve("absent.tsv") + " does not exist or is not a file");
  }

  @Test
  void nulCharactersAndBytesThatAreNotUtf8AreMalformed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("one\t0\nnu\0l\t1\n".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes("caf\u00e9\t1\n".getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes("\ud83d\ude00\t1\n".getBytes(StandardCharsets.UTF_8));
    Path file = file(folder, "a.tsv", bytes.toByteArray());

    TextRecordReader reader = open(file, TSV, TEXT_THEN_LABEL, MalformedLines.COUNT);

    assertThat(texts(reader.remainingExamples())).containsExactly("one", "\ud83d\ude00");
    assertThat(reader.skipped().details())
        .containsExactly(
            file + " line 2 has a NUL character, expected text in UTF-8",
            file + " line 3 is not valid UTF-8, expected text in UTF-8");
  }

  @Test
  void aFileInUtf16IsRefusedWithAHint() {
    Path file = file(folder, "a.tsv", "one\t0\n".getBytes(StandardCharsets.UTF_16LE));

    assertThatThrownBy(() -> open(file, TSV, TEXT_THEN_LABEL))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("expected text in UTF-8");
  }

  @Test
  void aLineOfTenMegabytesIsPassedOver() {
    Path file = file(folder, "a.tsv", "x".repeat(10_000_000) + "\t0\nshort\t1\n");

    TextRecordReader reader = open(file, TSV, TEXT_THEN_LABEL, MalformedLines.COUNT);

    assertThat(texts(reader.remainingExamples())).containsExactly("short");
    assertThat(reader.skipped().details())
        .containsExactly(file + " line 1 has 10000002 bytes, expected at most 1048576");
  }

  @Test
  void theLongestLineIsASetting() {
    Path file = file(folder, "a.tsv", "1234\t0\n12345\t0\n");

    TextRecordReader reader =
        open(file, TSV.withLongestLine(6), TEXT_THEN_LABEL, MalformedLines.COUNT);

    assertThat(texts(reader.remainingExamples())).containsExactly("1234");
    assertThat(reader.skipped().count()).isEqualTo(1);
  }

  @Test
  void numbersMustBeFiniteNumbers() {
    Path file = file(folder, "a.tsv", "a\t1.5\nb\t-2e1\nc\tNaN\nd\tfive\ne\t1e999\n");
    TextColumns columns = TextColumns.builder().text(Column.at(0)).numbers(Column.at(1)).build();

    TextRecordReader reader = open(file, TSV, columns, MalformedLines.COUNT);

    assertThat(labels(reader.remainingExamples())).containsExactly(List.of("1.5"), List.of("-2e1"));
    assertThat(reader.skipped().details())
        .hasSize(3)
        .contains(file + " line 4 has the label 'five', expected a finite number");
  }

  @Test
  void severalNamesInOneColumnAreSplitAndMayBeNone() {
    Path file = file(folder, "a.tsv", "a\tred| blue\nb\t\nc\tred\n");
    TextColumns columns =
        TextColumns.builder().text(Column.at(0)).nameList(Column.at(1), "|").build();

    assertThat(labels(read(file, TSV, columns)))
        .containsExactly(List.of("red", "blue"), List.of(), List.of("red"));
  }

  @Test
  void indicatorColumnsYieldTheNamesOfThoseThatAreSet() {
    Path file = file(folder, "a.tsv", "text\tred\tblue\na\t1\t0\nb\t1.0\t1\nc\t0\tmaybe\n");
    TextColumns columns =
        TextColumns.builder()
            .text(Column.named("text"))
            .indicators(Column.named("red"), Column.at(2))
            .build();

    TextRecordReader reader = open(file, TextFormat.tabSeparated(), columns, MalformedLines.COUNT);

    assertThat(labels(reader.remainingExamples()))
        .containsExactly(List.of("red"), List.of("red", "blue"));
    assertThat(reader.getLabels()).containsExactly("red", "blue");
    assertThat(reader.skipped().details())
        .containsExactly(file + " line 4 has the indicator 'maybe', expected 0 or 1");
  }
}
