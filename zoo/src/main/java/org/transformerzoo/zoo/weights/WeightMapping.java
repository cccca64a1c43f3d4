package org.transformerzoo.zoo.weights;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which stored tensor fills which parameter, as data: one mapping per architecture and dialect.
 *
 * @param rows one for each parameter that can be filled
 * @param ignored names of tensors that no parameter needs and nobody has to hear of, such as {@code
 *     position_ids} buffers; the whole name must match
 */
public record WeightMapping(List<Row> rows, List<Pattern> ignored) {

  /**
   * A parameter and where it may be found.
   *
   * @param parameter the parameter's name
   * @param candidates where it may be, the preferred place first. The first that a source has is
   *     read; any other that it has is a copy (a tied tensor that was stored twice, say) and must
   *     be equal to it bit for bit. Where several name the same tensor with different transforms,
   *     the one counts whose transform fits the stored shape
   */
  public record Row(String parameter, List<Candidate> candidates) {
    /** Copies the list. */
    public Row {
      candidates = List.copyOf(candidates);
    }

    /** A row of tensors that are stored as the parameter is. */
    public static Row of(String parameter, List<String> tensors) {
      return new Row(
          parameter, tensors.stream().map(name -> new Candidate(name, Transform.NONE)).toList());
    }
  }

  /**
   * A tensor that may fill a parameter.
   *
   * @param tensor its name in the source
   * @param transform what makes a parameter of it
   */
  public record Candidate(String tensor, Transform transform) {}

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if two rows are for the same parameter
   */
  public WeightMapping {
    rows = List.copyOf(rows);
    ignored = List.copyOf(ignored);
    Map<String, Row> seen = new HashMap<>();
    for (Row row : rows) {
      if (seen.put(row.parameter(), row) != null) {
        throw new IllegalArgumentException("Two rows are for the parameter " + row.parameter());
      }
    }
  }

  /** The row of a parameter. */
  public Optional<Row> row(String parameter) {
    return rows.stream().filter(row -> row.parameter().equals(parameter)).findFirst();
  }

  /** Whether a stored tensor of this name is passed over in silence. */
  public boolean ignores(String tensor) {
    return ignored.stream().anyMatch(pattern -> pattern.matcher(tensor).matches());
  }
}
