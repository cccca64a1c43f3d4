package org.transformerzoo.scaleout;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.transformerzoo.datavec.reader.ExampleLines;
import org.transformerzoo.datavec.reader.FilePart;
import org.transformerzoo.datavec.reader.TextColumns;
import org.transformerzoo.datavec.reader.TextFormat;
import org.transformerzoo.datavec.reader.TextFormat.Layout;
import org.transformerzoo.training.finetuning.ExampleReader;

/**
 * A file of texts on any file system that Hadoop knows.
 *
 * @param uri where it is
 * @param size in bytes
 * @param names of the columns, as its header has them; empty if it has none
 * @param headerLines the lines up to the header, with it; 0 if it has none
 * @param divisible whether its lines can be told apart in any of its parts: not in compressed
 *     files, nor where a record may take several lines
 */
record CorpusFile(
    URI uri,
    long size,
    TextFormat format,
    TextColumns columns,
    List<String> names,
    long headerLines,
    boolean divisible)
    implements Serializable {

  private static final int HEAD = 1 << 16;

  CorpusFile {
    names = List.copyOf(names);
  }

  /**
   * Looks at the beginning of a file.
   *
   * @param reader says how it is read
   * @throws org.transformerzoo.datavec.InvalidDataException if it lacks a column that is needed
   */
  static CorpusFile of(Path path, long size, ExampleReader reader, Configuration hadoop)
      throws IOException {
    URI uri = path.toUri();
    TextColumns columns = reader.unlabelledColumns();
    byte[] head = head(path, hadoop);
    TextFormat format = format(path.getName(), head, reader);
    List<String> names;
    try (InputStream in = path.getFileSystem(hadoop).open(path);
        ExampleLines lines = ExampleLines.of(in, uri, format, columns)) {
      names = lines.names();
    }
    boolean compressed = head.length > 1 && head[0] == 0x1f && head[1] == (byte) 0x8b;
    boolean lineByLine =
        format.layout() == Layout.DELIMITED || format.layout() == Layout.JSON_LINES;
    return new CorpusFile(
        uri,
        size,
        format,
        columns,
        names,
        names.isEmpty() ? 0 : linesToHeader(head),
        lineByLine && !compressed);
  }

  private static byte[] head(Path path, Configuration hadoop) throws IOException {
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return in.readNBytes(HEAD);
    }
  }

  /** The format is told by a name, and of some names by what the file begins with. */
  private static TextFormat format(String name, byte[] head, ExampleReader reader)
      throws IOException {
    java.nio.file.Path folder = Files.createTempDirectory("corpus");
    java.nio.file.Path copy = folder.resolve(name);
    try {
      return reader.formatOf(Files.write(copy, head));
    } finally {
      Files.deleteIfExists(copy);
      Files.delete(folder);
    }
  }

  /** Blank lines before the header are no lines of a table. */
  private static long linesToHeader(byte[] head) {
    String text = new String(head, StandardCharsets.UTF_8);
    return text.lines().takeWhile(line -> line.replace("\uFEFF", "").isBlank()).count() + 1;
  }

  /** The lines of a section of it. */
  ExampleLines open(Section section, Configuration hadoop) {
    Path path = new Path(uri);
    try {
      FSDataInputStream in = path.getFileSystem(hadoop).open(path);
      if (!divisible) {
        return ExampleLines.of(in, uri, format, columns);
      }
      in.seek(SectionStream.firstByte(section));
      SectionStream lines = new SectionStream(in, section, headerLines);
      return ExampleLines.of(new FilePart(uri, lines, lines.line(), names), format, columns);
    } catch (IOException e) {
      throw new UncheckedIOException(uri + " cannot be read: " + e.getMessage(), e);
    }
  }
}
