package org.transformerzoo.datavec.reader;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.transformerzoo.datavec.InvalidDataException;

/**
 * How a file of examples is laid out. All text is UTF-8, with or without byte order mark,
 * compressed with gzip or not; lines end with LF or CR LF; empty lines are passed over.
 *
 * @param layout what a record looks like
 * @param separator between columns; has a meaning for delimited files only
 * @param header whether the first line names the columns; has a meaning for delimited files only
 * @param longestLine bytes of the longest line that is read, or of the longest text where there are
 *     no lines; a longer one is malformed, and is never held in memory
 */
public record TextFormat(Layout layout, char separator, Header header, int longestLine)
    implements Serializable {

  /** The default of {@link #longestLine()}: 1 MiB. */
  public static final int DEFAULT_LONGEST_LINE = 1 << 20;

  /** What a record looks like. */
  public enum Layout {
    /** One line with separators; quotes are characters like any other. */
    DELIMITED,
    /** Separated values where quotes protect separators, quotes and line ends (RFC 4180). */
    QUOTED,
    /** One JSON object a line; arrays of strings are lists. */
    JSON_LINES,
    /**
     * One word a line, with its tags in further columns separated by blanks; an empty line ends the
     * sentence, which is the record: each of its columns is a list.
     */
    WORD_LINES,
    /** A Parquet file, whose rows are counted as lines; it must be a local file. */
    PARQUET,
    /** Each file is a text, and the name of its folder is the label. */
    LABELLED_FILES
  }

  /** Checks the settings. */
  public TextFormat {
    Objects.requireNonNull(layout, "layout");
    Objects.requireNonNull(header, "header");
    if (longestLine < 1) {
      throw new IllegalArgumentException("longestLine is " + longestLine + ", expected at least 1");
    }
    if (separator == '\n' || separator == '\r' || separator == '"') {
      throw new IllegalArgumentException("a line end or quote cannot be the separator");
    }
  }

  /** Tab-separated values with literal quotes. */
  public static TextFormat tabSeparated() {
    return new TextFormat(Layout.DELIMITED, '\t', Header.AUTO, DEFAULT_LONGEST_LINE);
  }

  /** Comma-separated values with quoting. */
  public static TextFormat commaSeparated() {
    return new TextFormat(Layout.QUOTED, ',', Header.AUTO, DEFAULT_LONGEST_LINE);
  }

  /** One JSON object a line. */
  public static TextFormat jsonLines() {
    return new TextFormat(Layout.JSON_LINES, '\t', Header.ABSENT, DEFAULT_LONGEST_LINE);
  }

  /** One word with its tags a line, an empty line after each sentence. */
  public static TextFormat wordLines() {
    return new TextFormat(Layout.WORD_LINES, '\t', Header.ABSENT, DEFAULT_LONGEST_LINE);
  }

  /** A Parquet file with a column for each thing. */
  public static TextFormat parquet() {
    return new TextFormat(Layout.PARQUET, '\t', Header.ABSENT, DEFAULT_LONGEST_LINE);
  }

  /**
   * A file for each text in a folder for each label. Its columns are {@code text} and {@code
   * label}; a text may have as many bytes as a line of other formats.
   */
  public static TextFormat labelledFiles() {
    return new TextFormat(Layout.LABELLED_FILES, '\t', Header.ABSENT, DEFAULT_LONGEST_LINE);
  }

  /**
   * The format that a file appears to have: a folder is one of {@link #labelledFiles}; Parquet for
   * .parquet; JSON lines for .jsonl, .ndjson and .json; words and tags for .conll, .bio and .iob;
   * comma-separated for a .csv whose first line has no tab (STS-B's .csv files are separated by
   * tabs); tab-separated for all others. A .gz behind that is ignored.
   *
   * @throws InvalidDataException if the file cannot be read
   */
  public static TextFormat of(Path file) {
    if (Files.isDirectory(file)) {
      return labelledFiles();
    }
    String name =
        Decompression.nameWithin(String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT));
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "jsonl", "ndjson", "json" -> jsonLines();
      case "conll", "bio", "iob" -> wordLines();
      case "parquet" -> parquet();
      case "csv" -> firstLineOf(file).contains("\t") ? tabSeparated() : commaSeparated();
      default -> tabSeparated();
    };
  }

  private static String firstLineOf(Path file) {
    try (InputStream in = Decompression.of(Files.newInputStream(file))) {
      String start = new String(in.readNBytes(1 << 16), StandardCharsets.UTF_8);
      return start.lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new InvalidDataException("cannot read " + file + ", expected a text file", e);
    }
  }

  /** Whether a file of this format is read from its beginning to its end, line by line. */
  boolean hasLines() {
    return layout != Layout.PARQUET && layout != Layout.LABELLED_FILES;
  }

  /** The same format with another opinion about the header. */
  public TextFormat withHeader(Header other) {
    return new TextFormat(layout, separator, other, longestLine);
  }

  /** The same format with another separator. */
  public TextFormat withSeparator(char other) {
    return new TextFormat(layout, other, header, longestLine);
  }

  /** The same format with quotes that protect separators, or literal ones, for delimited files. */
  public TextFormat withLayout(Layout other) {
    return new TextFormat(other, separator, header, longestLine);
  }

  /** The same format with another limit, in bytes. */
  public TextFormat withLongestLine(int bytes) {
    return new TextFormat(layout, separator, header, bytes);
  }
}
