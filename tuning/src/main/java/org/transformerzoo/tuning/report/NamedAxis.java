package org.transformerzoo.tuning.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.transformerzoo.tuning.search.DisplayText;

/**
 * An axis of values that are only equal or not, at equal distances.
 *
 * @param values at least one; a null is a setting that is not set
 */
record NamedAxis(List<?> values) implements Axis {

  @Override
  public OptionalDouble position(Object value) {
    return IntStream.range(0, values.size())
        .filter(index -> String.valueOf(values.get(index)).equals(String.valueOf(value)))
        .mapToDouble(this::centre)
        .findFirst();
  }

  private double centre(int index) {
    return (index + 0.5) / values.size();
  }

  @Override
  public List<Tick> ticks() {
    return IntStream.range(0, values.size())
        .mapToObj(index -> new Tick(centre(index), DisplayText.value(values.get(index))))
        .toList();
  }

  @Override
  public int parts() {
    return values.size();
  }
}
