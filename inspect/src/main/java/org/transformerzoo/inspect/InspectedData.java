package org.transformerzoo.inspect;

import java.util.List;
import org.transformerzoo.datavec.reader.TextExample;

/**
 * A data set in memory.
 *
 * @param name of the file
 * @param examples at least one; with labels where the file has such as the models know
 * @param notices sentences about what was left out
 */
public record InspectedData(String name, List<TextExample> examples, List<String> notices) {

  private static final int MOST_COLUMNS = 20;

  /** Copies the lists. */
  public InspectedData {
    examples = List.copyOf(examples);
    notices = List.copyOf(notices);
  }

  /** Whether any example is a pair of texts. */
  public boolean pairs() {
    return examples.stream().anyMatch(example -> example.pair() != null);
  }

  /** Whether any example has a label. */
  public boolean labelled() {
    return examples.stream().anyMatch(example -> !example.labels().isEmpty());
  }

  /** The names of the other columns, of which very many are not shown. */
  public List<String> columns() {
    return examples.stream()
        .flatMap(example -> example.metadata().keySet().stream())
        .distinct()
        .limit(MOST_COLUMNS)
        .toList();
  }
}
