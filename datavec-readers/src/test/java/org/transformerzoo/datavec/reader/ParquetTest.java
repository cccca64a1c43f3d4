package org.transformerzoo.datavec.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.file;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.labels;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.lines;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.open;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.read;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.texts;
import static org.transformerzoo.datavec.reader.TestParquet.TEXT_AND_LABEL;
import static org.transformerzoo.datavec.reader.TestParquet.row;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.transformerzoo.datavec.InvalidDataException;

class ParquetTest {

  private static final TextFormat PARQUET = TextFormat.parquet();

  private static final TextColumns CLASSES =
      TextColumns.builder().text(Column.named("text")).oneClass(Column.named("label")).build();

  @TempDir private Path folder;

  private Path parquet(String schema, List<Consumer<Group>> rows) {
    return TestParquet.write(folder.resolve("a.parquet"), schema, rows);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
  void rowsComeInOrderFromAllRowGroups(CompressionCodecName codec) throws IOException {
    List<Consumer<Group>> rows =
        IntStream.range(0, 300).mapToObj(i -> row("text " + i, i % 2 == 0 ? "a" : "b")).toList();
    Path file = TestParquet.write(folder.resolve("a.parquet"), TEXT_AND_LABEL, codec, rows);

    List<TextExample> examples = read(file, TextFormat.of(file), CLASSES);

    assertThat(rowGroups(file)).isGreaterThan(2);
    assertThat(texts(examples))
        .isEqualTo(IntStream.range(0, 300).mapToObj(i -> "text " + i).toList());
    assertThat(labels(examples).subList(0, 2)).containsExactly(List.of("a"), List.of("b"));
    assertThat(lines(examples)).isEqualTo(LongStream.rangeClosed(1, 300).boxed().toList());
  }

  private static int rowGroups(Path file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            new LocalInputFile(file),
            ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
      return reader.getRowGroups().size();
    }
  }

  @Test
  void columnsAreFoundByNameOrPositionAndOthersDoNotMatter() {
    Path file =
        parquet(
            "message m { required int96 at; required binary a (UTF8); required group g {"
                + " required int32 x; } required int64 label; }",
            List.of(
                group -> {
                  group.add("at", Binary.fromConstantByteArray(new byte[12]));
                  group.add("a", "caf\u00e9");
                  group.addGroup("g").add("x", 1);
                  group.add("label", 7L);
                }));
    TextColumns byPosition =
        TextColumns.builder().text(Column.at(1)).oneClass(Column.at(3)).build();

    TextExample example = read(file, PARQUET, byPosition).get(0);

    assertThat(example.text()).isEqualTo("caf\u00e9");
    assertThat(example.labels()).containsExactly("7");
  }

  @Test
  void labelsMayBeNumbersOrTruthValuesOrLists() {
    Path file =
        parquet(
            "message m { required binary text; required double score; required float other;"
                + " required boolean good; optional group topics (LIST) { repeated group list {"
                + " optional binary element (STRING); } } }",
            List.of(
                group -> {
                  group.add("text", "a");
                  group.add("score", 2.5);
                  group.add("other", -1f);
                  group.add("good", true);
                  Group topics = group.addGroup("topics");
                  topics.addGroup("list").add("element", "x");
                  topics.addGroup("list").add("element", "y");
                }));
    TextColumns.Builder text = TextColumns.builder().text(Column.named("text"));

    assertThat(labels(read(file, PARQUET, text.numbers(Column.at(1), Column.at(2)).build())))
        .containsExactly(List.of("2.5", "-1.0"));
    assertThat(labels(read(file, PARQUET, text.indicators(Column.named("good")).build())))
        .containsExactly(List.of("good"));
    assertThat(labels(read(file, PARQUET, text.nameList(Column.named("topics"), ",").build())))
        .containsExactly(List.of("x", "y"));
  }

  @Test
  void listsAreWordsAndTags() {
    Path file =
        parquet(
            "message m { optional group tokens (LIST) { repeated group list { optional binary"
                + " element (STRING); } } repeated int32 tags; }",
            List.of(
                group -> {
                  Group tokens = group.addGroup("tokens");
                  tokens.addGroup("list").add("element", "New York");
                  tokens.addGroup("list").add("element", "sleeps");
                  group.add("tags", 3);
                  group.add("tags", 0);
                }));
    TextColumns tagged =
        TextColumns.builder().text(Column.named("tokens")).tags(Column.named("tags")).build();

    TextExample example = read(file, PARQUET, tagged).get(0);

    assertThat(example.words()).containsExactly("New York", "sleeps");
    assertThat(example.labels()).containsExactly("3", "0");
  }

  @Test
  void rowsWithoutAUsableValueAreLeftOutAndTold() {
    Path file =
        parquet(
            TEXT_AND_LABEL,
            List.of(
                row("good", "a"),
                row(null, "a"),
                row("no label", null),
                row("b\0d", "a"),
                group -> {
                  group.add("text", Binary.fromConstantByteArray(new byte[] {'b', (byte) 0xff}));
                  group.add("label", "a");
                },
                row("x".repeat(21), "a")));

    TextRecordReader reader =
        open(file, PARQUET.withLongestLine(20), CLASSES, MalformedLines.COUNT);

    assertThat(texts(reader.remainingExamples())).containsExactly("good");
    assertThat(reader.skipped().details())
        .containsExactly(
            file + " line 2 has null where a value is expected",
            file + " line 3 has null where a value is expected",
            file + " line 4 has a NUL character, expected text in UTF-8",
            file + " line 5 is not valid UTF-8, expected text in UTF-8",
            file + " line 6 has 21 bytes in column 'text', expected at most 20");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "required int64 text; required binary label | the column 'text' is int64, expected text",
        "required int96 text; required binary label | the column 'text' is int96, expected text, numbers or truth values",
        "required binary text (DECIMAL(9,2)); required binary label | the column 'text' is binary (DECIMAL(9,2))",
        "repeated binary text (UTF8); required binary label | the column 'text' is a list of text, expected text",
        "required binary text; required group label { required int32 x; } | the column 'label' is a group of columns",
        "required binary sentence; required binary label | has no column 'text', found [sentence, label]"
      })
  void aColumnOfAnotherKindOrNoneIsRefused(String fields, String sentence) {
    Path file =
        parquet("message m { " + fields + (fields.endsWith("}") ? "" : ";") + " }", List.of());

    refuses(file, sentence);
  }

  @Test
  void whatIsNoParquetFileOrNotAllOfItIsRefused() throws IOException {
    refuses(
        file(folder, "text.parquet", "text\tlabel\na\tb\nc\td\n"),
        "is no Parquet file, expected PAR1 at its beginning");
    refuses(file(folder, "empty.parquet", ""), "is no Parquet file");
    Path whole = parquet(TEXT_AND_LABEL, List.of(row("a", "b")));
    byte[] bytes = Files.readAllBytes(whole);
    refuses(
        file(folder, "half.parquet", Arrays.copyOf(bytes, bytes.length / 2)),
        "is not all of a Parquet file, expected PAR1 at its end");
    byte[] wrongFooter = bytes.clone();
    Arrays.fill(wrongFooter, bytes.length - 40, bytes.length - 12, (byte) 0x5a);
    refuses(
        file(folder, "footer.parquet", wrongFooter),
        "is damaged: the description of its columns cannot be read");
  }

  @Test
  void damagedPagesAreToldWithTheRowBeforeThem() throws IOException {
    List<Consumer<Group>> rows =
        IntStream.range(0, 100).mapToObj(i -> row("text " + i, "a")).toList();
    byte[] bytes = Files.readAllBytes(parquet(TEXT_AND_LABEL, rows));
    Arrays.fill(bytes, 40, 120, (byte) 0x5a);

    refuses(file(folder, "damaged.parquet", bytes), "damaged.parquet is damaged behind row 0");
  }

  @Test
  void aFileWithoutRowsIsRefused() {
    refuses(parquet(TEXT_AND_LABEL, List.of()), "expected at least one example");
  }

  private static void refuses(Path file, String sentence) {
    assertThatThrownBy(() -> read(file, PARQUET, CLASSES))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(sentence);
  }

  @Test
  void isReadLineByLineForPredictionsToo() {
    Path file = parquet(TEXT_AND_LABEL, List.of(row("a", "b"), row(null, "b"), row("c", "b")));
    TextColumns text = TextColumns.builder().text(Column.named("text")).build();

    try (ExampleLines lines = ExampleLines.open(file, TextFormat.of(file), text)) {
      assertThat(lines.next().orElseThrow()).isInstanceOf(FileLine.Sound.class);
      assertThat(lines.next().orElseThrow()).isInstanceOf(FileLine.Malformed.class);
      assertThat(lines.next().orElseThrow().location().line()).isEqualTo(3);
      assertThat(lines.next()).isEmpty();
    }
  }
}
