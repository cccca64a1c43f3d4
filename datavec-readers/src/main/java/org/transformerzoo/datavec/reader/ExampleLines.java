package org.transformerzoo.datavec.reader;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.transformerzoo.datavec.InvalidDataException;

/**
 * Reads a file line by line and passes over none that is not blank: a line that holds no usable
 * example is returned in its place, with what is wrong. Memory does not grow with the file.
 */
public final class ExampleLines implements Closeable {

  private final ExampleCursor cursor;
  private final SkippedLines skipped = new SkippedLines();
  private final boolean whole;
  private boolean begun;

  private ExampleLines(ExampleCursor cursor, boolean whole) {
    this.cursor = cursor;
    this.whole = whole;
  }

  /**
   * Opens a file.
   *
   * @throws InvalidDataException if it does not exist, or its header lacks a column that is needed
   */
  public static ExampleLines open(Path file, TextFormat format, TextColumns columns) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidDataException(file + " does not exist or is not a file");
    }
    Locations.Location location = Locations.Location.of(file);
    return whole(Rows.of(location, format, columns), location.uri(), format, columns);
  }

  private static ExampleLines whole(Rows rows, URI uri, TextFormat format, TextColumns columns) {
    return new ExampleLines(
        new ExampleCursor(rows, uri, format, columns, MalformedLines.COUNT, new SkippedLines()),
        true);
  }

  /**
   * Reads a whole file from a stream, compressed or not.
   *
   * @param uri of the file, for messages
   * @throws InvalidDataException if its header lacks a column that is needed, or its format is not
   *     one of lines
   * @throws IOException if the stream cannot be read
   */
  public static ExampleLines of(InputStream in, URI uri, TextFormat format, TextColumns columns)
      throws IOException {
    if (!format.hasLines()) {
      throw new InvalidDataException(
          uri + " has no lines that could be streamed, expected TSV, CSV, JSON lines or CoNLL");
    }
    return whole(new RowSource(Decompression.of(in), format, columns), uri, format, columns);
  }

  /** Opens a part of a file, which may hold nothing. */
  public static ExampleLines of(FilePart part, TextFormat format, TextColumns columns) {
    return new ExampleLines(new ExampleCursor(part, format, columns), false);
  }

  /**
   * The next line that is not blank; empty at the end.
   *
   * @throws InvalidDataException if a file, not a part of one, ends without any line, or if
   *     compressed data are damaged
   */
  public Optional<FileLine> next() {
    FileLine line = cursor.nextLine();
    if (line == null) {
      if (whole && !begun) {
        throw new InvalidDataException(cursor.nothingUsable(0));
      }
      return Optional.empty();
    }
    begun = true;
    if (line instanceof FileLine.Malformed malformed) {
      skipped.add(malformed.sentence());
    }
    return Optional.of(line);
  }

  /** The names that the file's header gives to its columns; empty if it has no header. */
  public List<String> names() {
    return cursor.names();
  }

  /** The lines without a usable example so far. */
  public SkippedLines skipped() {
    return skipped;
  }

  @Override
  public void close() {
    try {
      cursor.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close a file that was read", e);
    }
  }
}
