package org.transformerzoo.datavec.reader;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.transformerzoo.datavec.InvalidDataException;

/**
 * The classes of a task: names in the data, ids 0..n-1 in the model.
 *
 * @param names the name of each id
 * @param ids the id of each name
 */
public record LabelMap(List<String> names, Map<String, Integer> ids) implements Serializable {

  private static final int MOST_NAMES_TOLD = 20;

  /** Checks that both directions agree. */
  public LabelMap {
    names = List.copyOf(names);
    ids = Map.copyOf(ids);
    if (!ids.equals(numbered(names))) {
      throw new IllegalArgumentException("names " + names + " and ids " + ids + " disagree");
    }
  }

  private static Map<String, Integer> numbered(List<String> names) {
    Map<String, Integer> ids = new HashMap<>();
    for (int id = 0; id < names.size(); id++) {
      if (ids.put(names.get(id), id) != null) {
        throw new IllegalArgumentException("label '" + names.get(id) + "' has more than one id");
      }
    }
    return ids;
  }

  /** Labels whose ids are their positions in the list. */
  public static LabelMap inOrder(List<String> names) {
    return new LabelMap(names, numbered(names));
  }

  /**
   * The distinct labels in an order that does not depend on that of the data: by value if all are
   * numbers, else by their characters.
   */
  public static LabelMap of(Collection<String> labels) {
    boolean numeric = !labels.isEmpty() && labels.stream().allMatch(LabelMap::isNumber);
    Comparator<String> order =
        numeric
            ? Comparator.<String, BigDecimal>comparing(BigDecimal::new)
                .thenComparing(Comparator.naturalOrder())
            : Comparator.naturalOrder();
    TreeSet<String> sorted = new TreeSet<>(order);
    sorted.addAll(labels);
    return inOrder(List.copyOf(sorted));
  }

  /** The distinct labels of examples, ordered as by {@link #of}. */
  public static LabelMap ofExamples(Collection<TextExample> examples) {
    return of(examples.stream().flatMap(example -> example.labels().stream()).distinct().toList());
  }

  private static boolean isNumber(String label) {
    return label.matches("[-+]?[0-9]{1,15}([.][0-9]{1,15})?");
  }

  /**
   * From the {@code id2label} of a config.json.
   *
   * @throws InvalidDataException if the ids are not 0..n-1 or a name occurs twice
   */
  public static LabelMap fromId2Label(Map<String, String> id2label) {
    List<String> names = new ArrayList<>();
    for (int id = 0; id < id2label.size(); id++) {
      String name = id2label.get(String.valueOf(id));
      if (name == null) {
        throw new InvalidDataException(
            "id2label has no entry for " + id + ", expected ids 0 to " + (id2label.size() - 1));
      }
      names.add(name);
    }
    try {
      return inOrder(names);
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException("id2label is ambiguous: " + e.getMessage(), e);
    }
  }

  /** As the {@code id2label} of a config.json, in the order of the ids. */
  public Map<String, String> toId2Label() {
    Map<String, String> id2label = new LinkedHashMap<>();
    for (int id = 0; id < names.size(); id++) {
      id2label.put(String.valueOf(id), names.get(id));
    }
    return id2label;
  }

  /** The number of classes. */
  public int size() {
    return names.size();
  }

  /** The name of an id in 0..n-1. */
  public String name(int id) {
    return names.get(id);
  }

  /**
   * The id of a label.
   *
   * @param location where the label was read, to be named in the message
   * @throws InvalidDataException if there is no such label
   */
  public int id(String label, ExampleLocation location) {
    Integer id = ids.get(label);
    if (id == null) {
      throw new InvalidDataException(
          location + " has the unknown label '" + label + "', expected one of " + shown(names));
    }
    return id;
  }

  /** The names for a message, the first of them if they are many. */
  static String shown(List<String> names) {
    return names.size() <= MOST_NAMES_TOLD
        ? names.toString()
        : names.size() + " labels such as " + names.subList(0, MOST_NAMES_TOLD);
  }
}
