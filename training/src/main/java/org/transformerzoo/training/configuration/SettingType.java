package org.transformerzoo.training.configuration;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.transformerzoo.datavec.reader.Column;
import org.transformerzoo.training.group.Freezing;
import org.transformerzoo.zoo.pooling.PoolingHeads;

/**
 * How the value of a setting is read from YAML or a command line, and written again.
 *
 * @param <T> the value as Java code sees it
 * @param expected completes "expected …" in messages
 * @param reader from a string, number, boolean or list; empty if the value does not fit
 * @param writer to a string, number or list
 */
record SettingType<T>(
    String expected, Function<Object, Optional<T>> reader, Function<T, Object> writer) {

  static SettingType<String> text() {
    return new SettingType<>("text", SettingType::scalar, value -> value);
  }

  static SettingType<Path> path() {
    return new SettingType<>("a path", raw -> scalar(raw).map(Path::of), Path::toString);
  }

  static SettingType<String> choice(Collection<String> choices) {
    return new SettingType<>(
        "one of " + String.join(", ", choices),
        raw -> scalar(raw).filter(choices::contains),
        value -> value);
  }

  /**
   * A pooling's text in its canonical form; the grammar's own errors say what is wrong with one.
   */
  static SettingType<String> pooling() {
    return new SettingType<>(
        "a pooling, such as mean or concat-cls(layers=4) + dense(256)",
        raw -> scalar(raw).map(text -> PoolingHeads.named(text).name()),
        value -> value);
  }

  static SettingType<Long> wholeNumber(long minimum) {
    return new SettingType<>(
        "a whole number of at least " + minimum,
        raw -> parsed(raw, Long::valueOf).filter(value -> value >= minimum),
        value -> value);
  }

  static SettingType<Long> seed() {
    return new SettingType<>("a whole number", raw -> parsed(raw, Long::valueOf), value -> value);
  }

  static SettingType<Integer> count(int minimum) {
    return new SettingType<>(
        "a whole number of at least " + minimum,
        raw -> parsed(raw, Integer::valueOf).filter(value -> value >= minimum),
        value -> value);
  }

  static SettingType<Double> number(String expected, Predicate<Double> legal) {
    return new SettingType<>(
        expected,
        raw ->
            parsed(raw, Double::valueOf)
                .filter(value -> !value.isNaN() && !value.isInfinite())
                .filter(legal),
        value -> value);
  }

  static SettingType<List<Double>> numbers(String expected, Predicate<Double> legal) {
    SettingType<Double> each = number(expected, legal);
    return new SettingType<>(
        expected,
        raw -> {
          List<Double> numbers =
              parts(raw)
                  .map(part -> each.reader().apply(part).orElse(null))
                  .takeWhile(Objects::nonNull)
                  .toList();
          return numbers.size() == size(raw) ? Optional.of(numbers) : Optional.empty();
        },
        numbers -> numbers.size() == 1 ? numbers.get(0) : numbers);
  }

  static SettingType<List<String>> names() {
    return new SettingType<>(
        "two or more different names",
        raw -> {
          List<String> names =
              parts(raw).map(String::valueOf).map(String::strip).filter(n -> !n.isEmpty()).toList();
          boolean legal = names.size() > 1 && new HashSet<>(names).size() == size(raw);
          return legal ? Optional.of(names) : Optional.empty();
        },
        names -> names);
  }

  static SettingType<Column> column() {
    return new SettingType<>(
        "a column's name, or its position counted from 0", SettingType::column, SettingType::write);
  }

  static SettingType<List<Column>> columns() {
    return new SettingType<>(
        "a column's name, or its position counted from 0, or several of them",
        SettingType::columns,
        columns ->
            columns.size() == 1
                ? write(columns.get(0))
                : columns.stream().map(SettingType::write).toList());
  }

  static SettingType<Freezing> freezing() {
    return new SettingType<>(
        Freezing.EXPECTED, raw -> scalar(raw).flatMap(Freezing::parse), Freezing::text);
  }

  /** Names of tasks with their settings, each as YAML has it. */
  static SettingType<Map<String, Map<String, Object>>> tasks() {
    return new SettingType<>(
        "names of tasks with the settings of each below it, in a YAML file",
        SettingType::tasks,
        tasks -> tasks);
  }

  private static Optional<Map<String, Map<String, Object>>> tasks(Object raw) {
    if (!(raw instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    Map<String, Map<String, Object>> tasks = new LinkedHashMap<>();
    for (Map.Entry<?, ?> task : map.entrySet()) {
      Object settings = task.getValue() == null ? Map.of() : task.getValue();
      if (!(settings instanceof Map<?, ?> own)) {
        return Optional.empty();
      }
      Map<String, Object> named = new LinkedHashMap<>();
      own.forEach((key, value) -> named.put(key.toString(), value));
      tasks.put(task.getKey().toString(), Collections.unmodifiableMap(named));
    }
    return Optional.of(Collections.unmodifiableMap(tasks));
  }

  private static Optional<String> scalar(Object raw) {
    boolean scalar = raw instanceof String || raw instanceof Number || raw instanceof Boolean;
    return scalar ? Optional.of(raw.toString()).filter(text -> !text.isEmpty()) : Optional.empty();
  }

  private static <T> Optional<T> parsed(Object raw, Function<String, T> parser) {
    try {
      return scalar(raw).map(String::strip).map(parser);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Column> column(Object raw) {
    try {
      return scalar(raw).map(Column::parse);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<List<Column>> columns(Object raw) {
    List<Column> columns =
        parts(raw).map(part -> column(part).orElse(null)).takeWhile(Objects::nonNull).toList();
    return columns.size() == size(raw) ? Optional.of(columns) : Optional.empty();
  }

  /** The members of a list, or of a text with commas between them. */
  private static Stream<?> parts(Object raw) {
    return raw instanceof Collection<?> list
        ? list.stream()
        : scalar(raw).stream().flatMap(text -> Stream.of(text.split(",")));
  }

  private static int size(Object raw) {
    return raw instanceof Collection<?> list
        ? list.size()
        : scalar(raw).map(text -> text.split(",").length).orElse(-1);
  }

  private static Object write(Column column) {
    return column instanceof Column.Index index
        ? (Object) index.position()
        : ((Column.Name) column).name();
  }
}
