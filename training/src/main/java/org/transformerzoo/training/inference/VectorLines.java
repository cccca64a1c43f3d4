package org.transformerzoo.training.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.transformerzoo.datavec.reader.FileLine;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.datavec.reader.TextRole;

/** Vectors as a table, {@link VectorFormat#TSV}; malformed lines have no row. */
public final class VectorLines {

  private final SentenceEmbedder embedder;
  private final Optional<TextRole> role;

  /**
   * The table of what {@code embedder} says.
   *
   * @param role of texts of which their file does not say it
   */
  public VectorLines(SentenceEmbedder embedder, Optional<TextRole> role) {
    this.embedder = embedder;
    this.role = role;
  }

  /** The names of the columns of a table of vectors with {@code width} entries. */
  public static String header(int width) {
    return "line\t"
        + IntStream.range(0, width).mapToObj(Integer::toString).collect(Collectors.joining("\t"));
  }

  /** A row for each example among {@code lines}, which are computed together. */
  public List<String> rows(List<FileLine> lines) {
    List<TextExample> examples = Inputs.examples(lines);
    float[][] vectors = embedder.embedPairs(Inputs.of(examples, role));
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      rows.add(row(examples.get(i).location().line(), vectors[i]));
    }
    return rows;
  }

  /** The row of one vector, whose entries are read back as the same float32. */
  static String row(long line, float[] vector) {
    StringBuilder row = new StringBuilder(Long.toString(line));
    for (float value : vector) {
      row.append('\t').append(value);
    }
    return row.toString();
  }
}
