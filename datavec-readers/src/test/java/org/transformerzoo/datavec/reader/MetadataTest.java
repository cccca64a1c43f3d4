package org.transformerzoo.datavec.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.file;
import static org.transformerzoo.datavec.reader.ReaderTestSupport.read;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataTest {

  private static final TextColumns NAMED =
      TextColumns.builder()
          .text(Column.named("text"))
          .oneClass(Column.named("label"))
          .others()
          .build();

  @TempDir private Path folder;

  @Test
  void otherColumnsAreKeptByTheirNames() {
    Path file = file(folder, "a.tsv", "shop\ttext\tlabel\tyear\nnorth\tgood\tyes\t2020\n");

    assertThat(read(file, TextFormat.of(file), NAMED).get(0).metadata())
        .containsExactly(Map.entry("shop", "north"), Map.entry("year", "2020"));
  }

  @Test
  void columnsWithoutNamesAreKeptByTheirPlaces() {
    Path file = file(folder, "a.tsv", "good\tyes\tnorth\n");
    TextColumns columns =
        TextColumns.builder().text(Column.at(0)).oneClass(Column.at(1)).others().build();

    assertThat(read(file, TextFormat.of(file).withHeader(Header.ABSENT), columns))
        .extracting(TextExample::metadata)
        .isEqualTo(List.of(Map.of("column 2", "north")));
  }

  @Test
  void fieldsOfJsonAreKeptWhereTheyAre() {
    Path file =
        file(
            folder,
            "a.jsonl",
            """
            {"text": "a", "label": "x", "tags": ["p", "q"], "none": null}
            {"text": "b", "label": "x"}
            """);

    assertThat(read(file, TextFormat.jsonLines(), NAMED))
        .extracting(TextExample::metadata)
        .isEqualTo(List.of(Map.of("tags", "p q", "none", ""), Map.of()));
  }

  @Test
  void columnsOfParquetAreReadToo() {
    Path file =
        TestParquet.write(
            folder.resolve("a.parquet"),
            "message rows { required binary text (STRING); required int64 year;"
                + " required binary label (STRING); }",
            List.of(
                row -> {
                  row.add("text", "good");
                  row.add("year", 2020L);
                  row.add("label", "yes");
                }));

    assertThat(read(file, TextFormat.parquet(), NAMED).get(0).metadata())
        .isEqualTo(Map.of("year", "2020"));
  }

  @Test
  void nothingElseIsKeptUnlessAskedFor() {
    Path file = file(folder, "a.tsv", "shop\ttext\tlabel\nnorth\tgood\tyes\n");
    TextColumns columns =
        TextColumns.builder().text(Column.named("text")).oneClass(Column.named("label")).build();

    assertThat(read(file, TextFormat.of(file), columns).get(0).metadata()).isEmpty();
  }
}
