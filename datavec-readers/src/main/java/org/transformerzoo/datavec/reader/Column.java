package org.transformerzoo.datavec.reader;

import java.io.Serializable;

/**
 * Where a value is in a line: by position, counted from 0, or by the name that the header gives.
 */
public sealed interface Column extends Serializable {

  /** A column by its position, counted from 0. */
  record Index(int position) implements Column {

    /**
     * Refuses negative positions.
     *
     * @throws IllegalArgumentException if {@code position} is negative
     */
    public Index {
      if (position < 0) {
        throw new IllegalArgumentException(
            "column " + position + " is negative, expected a position counted from 0");
      }
    }

    @Override
    public String toString() {
      return position + " (counted from 0)";
    }
  }

  /** A column by its name in the header, or a field by its name in a JSON object. */
  record Name(String name) implements Column {

    /**
     * Refuses empty names.
     *
     * @throws IllegalArgumentException if {@code name} is blank
     */
    public Name {
      if (name.isBlank()) {
        throw new IllegalArgumentException("a column name is blank");
      }
    }

    @Override
    public String toString() {
      return "'" + name + "'";
    }
  }

  /** The column at a position, counted from 0. */
  static Column at(int position) {
    return new Index(position);
  }

  /** The column with a name. */
  static Column named(String name) {
    return new Name(name);
  }

  /** A column as written in a configuration: all digits mean a position, anything else a name. */
  static Column parse(String positionOrName) {
    String trimmed = positionOrName.strip();
    if (trimmed.matches("[0-9]{1,9}")) {
      return at(Integer.parseInt(trimmed));
    }
    return named(trimmed);
  }
}
