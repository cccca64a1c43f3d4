package org.transformerzoo.inspect;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.transformerzoo.datavec.reader.TextExample;

/**
 * A data set as the page gets it.
 *
 * @param columns the names of the columns that are neither text nor label
 * @param choices for each of these columns its values, or none if they are too many to choose from
 * @param labelChoices the same for the labels
 */
record DataView(
    String name,
    int examples,
    List<String> columns,
    List<List<String>> choices,
    List<String> labelChoices,
    boolean labelled,
    boolean pairs,
    List<String> notices) {

  private static final int MOST_CHOICES = 40;

  static DataView of(InspectedData data) {
    List<String> columns = data.columns();
    return new DataView(
        data.name(),
        data.examples().size(),
        columns,
        columns.stream()
            .map(column -> choices(data, each -> each.metadata().getOrDefault(column, "")))
            .toList(),
        choices(data, each -> String.join(",", each.labels())),
        data.labelled(),
        data.pairs(),
        data.notices());
  }

  private static List<String> choices(InspectedData data, Function<TextExample, String> value) {
    Collection<String> found = new TreeSet<>();
    for (TextExample example : data.examples()) {
      found.add(value.apply(example));
      if (found.size() > MOST_CHOICES) {
        return List.of();
      }
    }
    return List.copyOf(found);
  }
}
