package org.transformerzoo.datavec.reader;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.transformerzoo.datavec.InvalidDataException;

/**
 * Reads plain text line by line, gzip included, from files of any size. An empty line ends a
 * document, and so does the end of a file. Lines that are not UTF-8, have a NUL character or are
 * too long are malformed.
 */
public final class PlainTextReader implements Closeable {

  /**
   * A line with text in it.
   *
   * @param text without line end
   * @param opensDocument whether a document begins with it
   * @param file which of the files it is from, counted from 0
   * @param location where it was read
   */
  public record TextLine(String text, boolean opensDocument, int file, ExampleLocation location) {}

  private final List<Path> files;
  private final MalformedLines policy;
  private final int longestLine;
  private final SkippedLines skipped = new SkippedLines();
  private LineSource lines;
  private Path file;
  private URI uri;
  private int opened;
  private boolean documentEnded;

  /**
   * Opens files, to be read one after the other.
   *
   * @param longestLine in bytes; a longer line is malformed and never held in memory
   */
  public PlainTextReader(TextFiles files, MalformedLines policy, int longestLine) {
    this.files = files.files();
    this.policy = policy;
    this.longestLine = longestLine;
  }

  /**
   * The next line that is not blank; empty at the end of the last file.
   *
   * @throws InvalidDataException naming file and line, at a malformed line if that is fatal by
   *     policy, or where compressed data are damaged
   */
  public Optional<TextLine> next() {
    try {
      while (lines != null || opened < files.size()) {
        if (lines == null) {
          open(files.get(opened++));
        }
        LineSource.Line line = lines.next();
        if (line == null) {
          close();
        } else if (line.problem() != null) {
          leaveOut(line);
        } else if (line.isBlank()) {
          documentEnded = true;
        } else {
          boolean opens = documentEnded;
          documentEnded = false;
          return Optional.of(
              new TextLine(
                  line.text(), opens, opened - 1, new ExampleLocation(uri, line.number())));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new InvalidDataException(
          "%s cannot be read beyond line %d: %s"
              .formatted(file, lines == null ? 0 : lines.number(), e.getMessage()),
          e);
    }
  }

  private void open(Path next) throws IOException {
    file = next;
    uri = next.toUri();
    documentEnded = true;
    lines = new LineSource(Decompression.of(Files.newInputStream(next)), longestLine);
  }

  private void leaveOut(LineSource.Line line) {
    String sentence = new ExampleLocation(uri, line.number()) + " " + line.problem();
    if (policy == MalformedLines.FAIL) {
      throw new InvalidDataException(sentence);
    }
    skipped.add(sentence);
  }

  /** The malformed lines that were left out so far. */
  public SkippedLines skipped() {
    return skipped;
  }

  @Override
  public void close() {
    if (lines != null) {
      try {
        lines.close();
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be closed: " + e.getMessage(), e);
      } finally {
        lines = null;
      }
    }
  }
}
