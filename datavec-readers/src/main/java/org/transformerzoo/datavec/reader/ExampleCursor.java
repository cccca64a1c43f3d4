package org.transformerzoo.datavec.reader;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.datavec.InvalidDataException;

/** The examples of one file, one after the other; malformed lines are dealt with here. */
final class ExampleCursor implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(ExampleCursor.class);

  private final URI uri;
  private final Rows rows;
  private final boolean single;
  private final TextColumns columns;
  private final MalformedLines policy;
  private final SkippedLines skipped;
  private final long skippedBefore;
  private String firstProblem;
  private long examples;

  /**
   * Reads what stands before the first row of a file, such as a header.
   *
   * @param rows of the file, just opened
   * @param uri of the file, or null
   * @param format of the file
   * @param skipped where malformed lines are counted
   */
  ExampleCursor(
      Rows rows,
      URI uri,
      TextFormat format,
      TextColumns columns,
      MalformedLines policy,
      SkippedLines skipped) {
    this.uri = uri;
    this.rows = rows;
    this.single = format.layout() == TextFormat.Layout.LABELLED_FILES;
    this.columns = columns;
    this.policy = policy;
    this.skipped = skipped;
    this.skippedBefore = skipped.count();
    try {
      rows.start();
    } catch (MalformedLineException e) {
      throw new InvalidDataException(new ExampleLocation(uri, lineOf(e)) + " " + e.getMessage(), e);
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }

  /** Opens a part of a file, whose malformed lines are told by {@link #nextLine}. */
  ExampleCursor(FilePart part, TextFormat format, TextColumns columns) {
    this.uri = part.uri();
    this.rows = new RowSource(part, format, columns);
    this.single = false;
    this.columns = columns;
    this.policy = MalformedLines.COUNT;
    this.skipped = new SkippedLines();
    this.skippedBefore = 0;
  }

  /**
   * The next example, or null at the end.
   *
   * @throws InvalidDataException at a malformed line, if the policy says so, and at the end of a
   *     file that had no usable example
   */
  TextExample next() {
    while (true) {
      FileLine line = nextLine();
      if (line == null) {
        return atEnd();
      }
      if (line instanceof FileLine.Sound sound) {
        examples++;
        return sound.example();
      }
      leaveOut((FileLine.Malformed) line);
    }
  }

  /** What the next line holds, or null at the end, whatever the policy. */
  FileLine nextLine() {
    try {
      Row row = rows.next();
      return row == null ? null : new FileLine.Sound(example(row));
    } catch (MalformedLineException e) {
      return new FileLine.Malformed(new ExampleLocation(uri, lineOf(e)), e.getMessage());
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }

  private TextExample example(Row row) throws MalformedLineException {
    try {
      return readColumns(row);
    } catch (MalformedLineException e) {
      throw new MalformedLineException(e.getMessage(), row.line());
    }
  }

  private TextExample readColumns(Row row) throws MalformedLineException {
    Cell text = row.cell("text", columns.text());
    boolean wordwise = columns.labelFormat().readsWords();
    List<String> words = wordwise ? text.words() : List.of();
    if (wordwise && words.isEmpty()) {
      throw new MalformedLineException("has no words, expected at least one");
    }
    return new TextExample(
        wordwise ? String.join(" ", words) : text.text(),
        columns.pair() == null ? null : row.cell("pair", columns.pair()).text(),
        columns.role() == null ? null : role(row.cell("role", columns.role()).text()),
        words,
        columns.labelFormat().read(row, columns),
        new ExampleLocation(uri, row.line()),
        columns.others() ? row.without(columns.all()) : Map.of());
  }

  private static TextRole role(String text) throws MalformedLineException {
    return TextRole.parse(text)
        .orElseThrow(
            () ->
                new MalformedLineException(
                    "has the role '" + text + "', expected query or document"));
  }

  private void leaveOut(FileLine.Malformed line) {
    if (policy == MalformedLines.FAIL) {
      throw new InvalidDataException(line.sentence());
    }
    skipped.add(line.sentence());
    if (firstProblem == null) {
      firstProblem = line.sentence();
    }
  }

  private TextExample atEnd() {
    if (single) {
      return null; // one of many texts, of which others may be usable
    }
    long left = skipped.count() - skippedBefore;
    if (examples == 0) {
      throw new InvalidDataException(nothingUsable(left));
    }
    if (left > 0) {
      LOG.warn("left out {} malformed lines, the first: {}", left, firstProblem);
    }
    return null;
  }

  /**
   * Says that there is no example.
   *
   * @param left how many lines were left out
   */
  String nothingUsable(long left) {
    String file = new ExampleLocation(uri, 1).file();
    if (left > 0) {
      return file + " has no usable line among " + left + "; the first: " + firstProblem;
    }
    return rows.names().isEmpty()
        ? file + " is empty, expected at least one example"
        : file + " has a header and nothing else, expected at least one example";
  }

  private long lineOf(MalformedLineException problem) {
    return problem.line() == MalformedLineException.AT_RECORD ? rows.line() : problem.line();
  }

  private RuntimeException cannotRead(IOException cause) {
    if (cause instanceof ZipException || cause instanceof EOFException) {
      return new InvalidDataException(
          "%s: the compressed data are damaged behind it: %s"
              .formatted(new ExampleLocation(uri, Math.max(1, rows.line())), cause.getMessage()),
          cause);
    }
    return new UncheckedIOException(
        "cannot read " + new ExampleLocation(uri, Math.max(1, rows.line())), cause);
  }

  /** The names that the header gives to the columns; empty if there is none. */
  List<String> names() {
    return rows.names();
  }

  /** The names of the label columns, from the header if there is one. */
  List<String> labelColumnNames() {
    Row nameless = new Row(0, rows.names(), List.of());
    return columns.labels().stream().map(nameless::nameOf).toList();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
