package org.transformerzoo.datavec.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.datavec.InvalidDataException;

class ExampleLinesTest {

  private static final TextColumns TEXT = TextColumns.builder().text(Column.named("text")).build();

  @TempDir private Path folder;

  @Test
  void malformedLinesStandInTheirPlaces() throws IOException {
    Path file = write("id\ttext\n1\tone\n2\n\n4\tfour\n");
    try (ExampleLines lines = ExampleLines.open(file, TextFormat.tabSeparated(), TEXT)) {
      assertThat(all(lines))
          .containsExactly("2 one", "3 has 1 column, expected at least 2", "5 four");
      assertThat(lines.names()).containsExactly("id", "text");
      assertThat(lines.skipped().count()).isEqualTo(1);
      assertThat(lines.skipped().details().get(0)).startsWith(file + " line 3 has 1 column");
    }
  }

  @Test
  void aFileOfMalformedLinesIsReadToo() throws IOException {
    Path file = write("id\ttext\n1\n2\n");
    try (ExampleLines lines = ExampleLines.open(file, TextFormat.tabSeparated(), TEXT)) {
      assertThat(all(lines)).hasSize(2);
    }
  }

  @Test
  void aFileWithoutLinesIsRefused() throws IOException {
    for (String text : List.of("", "id\ttext\n")) {
      Path file = write(text);
      try (ExampleLines lines =
          ExampleLines.open(file, TextFormat.tabSeparated().withHeader(Header.PRESENT), TEXT)) {
        assertThatThrownBy(lines::next)
            .isInstanceOf(InvalidDataException.class)
            .hasMessageContaining("expected at least one example");
      }
    }
    assertThatThrownBy(
            () -> ExampleLines.open(folder.resolve("no"), TextFormat.tabSeparated(), TEXT))
        .hasMessageContaining("does not exist");
  }

  @Test
  void aPartGoesOnWhereOthersEnd() {
    byte[] bytes = "8\teight\n9\n10\tten\n".getBytes(StandardCharsets.UTF_8);
    FilePart part =
        new FilePart(
            folder.resolve("file.tsv").toUri(),
            new ByteArrayInputStream(bytes),
            9,
            List.of("id", "text"));
    try (ExampleLines lines = ExampleLines.of(part, TextFormat.tabSeparated(), TEXT)) {
      assertThat(all(lines))
          .containsExactly("9 eight", "10 has 1 column, expected at least 2", "11 ten");
    }
  }

  @Test
  void aPartMayHoldNothing() {
    FilePart part =
        new FilePart(
            folder.resolve("file.tsv").toUri(),
            new ByteArrayInputStream(new byte[0]),
            5,
            List.of("text"));
    try (ExampleLines lines = ExampleLines.of(part, TextFormat.tabSeparated(), TEXT)) {
      assertThat(lines.next()).isEmpty();
    }
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("file.tsv"), text);
  }

  /** The number of each line with its text or with what is wrong, up to "because". */
  private static List<String> all(ExampleLines lines) {
    List<String> all = new ArrayList<>();
    lines.next().ifPresent(line -> all.add(describe(line)));
    for (var line = lines.next(); line.isPresent(); line = lines.next()) {
      all.add(describe(line.get()));
    }
    return all;
  }

  private static String describe(FileLine line) {
    String text =
        line instanceof FileLine.Sound sound
            ? sound.example().text()
            : ((FileLine.Malformed) line).problem().replaceAll(" because.*", "");
    return line.location().line() + " " + text;
  }
}
