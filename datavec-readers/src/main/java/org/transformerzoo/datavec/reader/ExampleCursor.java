package org.transformerzoo.datavec.reader;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.datavec.InvalidDataException;

/** The examples of one file, one after the other; malformed lines are dealt with here. */
final class ExampleCursor implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(ExampleCursor.class);

  private final URI uri;
  private final RowSource rows;
  private final TextColumns columns;
  private final MalformedLines policy;
  private final SkippedLines skipped;
  private final long skippedBefore;
  private String firstProblem;
  private long examples;

  /**
   * Opens a file and reads its header.
   *
   * @param uri of the file, or null
   * @param skipped where malformed lines are counted
   */
  ExampleCursor(
      InputStream in,
      URI uri,
      TextFormat format,
      TextColumns columns,
      MalformedLines policy,
      SkippedLines skipped) {
    this.uri = uri;
    this.rows = new RowSource(in, format, columns);
    this.columns = columns;
    this.policy = policy;
    this.skipped = skipped;
    this.skippedBefore = skipped.count();
    try {
      rows.start();
    } catch (MalformedLineException e) {
      throw new InvalidDataException(sentence(e), e);
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }

  /**
   * The next example, or null at the end.
   *
   * @throws InvalidDataException at a malformed line, if the policy says so, and at the end of a
   *     file that had no usable example
   */
  TextExample next() {
    while (true) {
      try {
        Row row = rows.next();
        if (row == null) {
          return atEnd();
        }
        TextExample example = example(row);
        examples++;
        return example;
      } catch (MalformedLineException e) {
        handle(e);
      } catch (IOException e) {
        throw cannotRead(e);
      }
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
    boolean tagged = columns.labelFormat() == LabelFormat.TAGS;
    Cell text = row.cell("text", columns.text());
    List<String> words = tagged ? text.words() : List.of();
    if (tagged && words.isEmpty()) {
      throw new MalformedLineException("has no words, expected at least one");
    }
    return new TextExample(
        tagged ? String.join(" ", words) : text.text(),
        columns.pair() == null ? null : row.cell("pair", columns.pair()).text(),
        columns.role() == null ? null : role(row.cell("role", columns.role()).text()),
        words,
        columns.labelFormat().read(row, columns),
        new ExampleLocation(uri, row.line()));
  }

  private static TextRole role(String text) throws MalformedLineException {
    return TextRole.parse(text)
        .orElseThrow(
            () ->
                new MalformedLineException(
                    "has the role '" + text + "', expected query or document"));
  }

  private void handle(MalformedLineException problem) {
    String sentence = sentence(problem);
    if (policy == MalformedLines.FAIL) {
      throw new InvalidDataException(sentence, problem);
    }
    skipped.add(sentence);
    if (firstProblem == null) {
      firstProblem = sentence;
    }
  }

  private TextExample atEnd() {
    long left = skipped.count() - skippedBefore;
    if (examples == 0) {
      throw new InvalidDataException(nothingUsable(left));
    }
    if (left > 0) {
      LOG.warn("left out {} malformed lines, the first: {}", left, firstProblem);
    }
    return null;
  }

  private String nothingUsable(long left) {
    String file = new ExampleLocation(uri, 1).file();
    if (left > 0) {
      return file + " has no usable line among " + left + "; the first: " + firstProblem;
    }
    return rows.names().isEmpty()
        ? file + " is empty, expected at least one example"
        : file + " has a header and nothing else, expected at least one example";
  }

  private String sentence(MalformedLineException problem) {
    long line = problem.line() == MalformedLineException.AT_RECORD ? rows.line() : problem.line();
    return new ExampleLocation(uri, line) + " " + problem.getMessage();
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
