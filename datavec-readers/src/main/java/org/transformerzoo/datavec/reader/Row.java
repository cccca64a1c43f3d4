package org.transformerzoo.datavec.reader;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One record of a file, before anything is known about the meaning of its columns.
 *
 * @param line where it begins, counted from 1
 * @param names of the cells, or empty if the file does not name them
 * @param cells in the order of the file
 */
record Row(long line, List<String> names, List<Cell> cells) {

  Row withNames(List<String> header) {
    return new Row(line, header, cells);
  }

  /**
   * The cell of a column.
   *
   * @param role what the column is for, to be named in the message
   */
  Cell cell(String role, Column column) throws MalformedLineException {
    int position = position(role, column);
    if (position >= cells.size()) {
      throw new MalformedLineException(
          "has "
              + cells.size()
              + (cells.size() == 1 ? " column" : " columns")
              + ", expected at least "
              + (position + 1)
              + " because the "
              + role
              + " column is "
              + column);
    }
    return cells.get(position);
  }

  private int position(String role, Column column) throws MalformedLineException {
    if (column instanceof Column.Index index) {
      return index.position();
    }
    String name = ((Column.Name) column).name();
    int position = names.indexOf(name);
    if (position < 0) {
      throw new MalformedLineException("has no " + role + " column '" + name + "', found " + names);
    }
    return position;
  }

  /** The name of a column's cell, made from its position if the file has no names. */
  String nameOf(Column column) {
    if (column instanceof Column.Name name) {
      return name.name();
    }
    int position = ((Column.Index) column).position();
    return position < names.size() ? names.get(position) : "column " + position;
  }

  /**
   * The cells of all columns but {@code used}, by their names; the elements of lists with spaces.
   */
  Map<String, String> without(List<Column> used) {
    Set<String> usedNames = used.stream().map(this::nameOf).collect(Collectors.toSet());
    Map<String, String> others = new LinkedHashMap<>();
    for (int position = 0; position < cells.size(); position++) {
      String name = nameOf(new Column.Index(position));
      if (!usedNames.contains(name)) {
        others.put(name, String.join(" ", cells.get(position).values()));
      }
    }
    return others;
  }
}
