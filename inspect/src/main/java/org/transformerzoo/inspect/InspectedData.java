package org.transformerzoo.inspect;

import java.util.BitSet;
import java.util.List;
import org.transformerzoo.datavec.reader.TextExample;

/**
 * A data set in memory.
 *
 * @param name of the file
 * @param examples at least one
 * @param truths the places of the examples whose labels are in the file and known to the models
 * @param notices sentences about what was left out
 */
public record InspectedData(
    String name, List<TextExample> examples, BitSet truths, List<String> notices) {

  private static final int MOST_COLUMNS = 20;

  /** Copies what it is given. */
  public InspectedData {
    truths = (BitSet) truths.clone();
    examples = List.copyOf(examples);
    notices = List.copyOf(notices);
  }

  /** Whether any example is a pair of texts. */
  public boolean pairs() {
    return examples.stream().anyMatch(example -> example.pair() != null);
  }

  @Override
  public BitSet truths() {
    return (BitSet) truths.clone();
  }

  /** Whether of any example the truth is known. */
  public boolean labelled() {
    return !truths.isEmpty();
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
