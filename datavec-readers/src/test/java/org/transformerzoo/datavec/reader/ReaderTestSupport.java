package org.transformerzoo.datavec.reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files for readers to read. */
final class ReaderTestSupport {

  static final TextColumns TEXT_THEN_LABEL =
      TextColumns.builder().text(Column.at(0)).oneClass(Column.at(1)).build();

  private ReaderTestSupport() {}

  static Path file(Path folder, String name, String content) {
    return file(folder, name, content.getBytes(StandardCharsets.UTF_8));
  }

  static Path file(Path folder, String name, byte[] content) {
    try {
      return Files.write(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TextRecordReader open(Path file, TextFormat format, TextColumns columns) {
    return open(file, format, columns, MalformedLines.FAIL);
  }

  static TextRecordReader open(
      Path file, TextFormat format, TextColumns columns, MalformedLines policy) {
    TextRecordReader reader = new TextRecordReader(format, columns, policy);
    reader.open(file);
    return reader;
  }

  static List<TextExample> read(Path file, TextFormat format, TextColumns columns) {
    return open(file, format, columns).remainingExamples();
  }

  static List<String> texts(List<TextExample> examples) {
    return examples.stream().map(TextExample::text).toList();
  }

  static List<List<String>> labels(List<TextExample> examples) {
    return examples.stream().map(TextExample::labels).toList();
  }

  static List<Long> lines(List<TextExample> examples) {
    return examples.stream().map(example -> example.location().line()).toList();
  }
}
