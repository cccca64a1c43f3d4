package org.transformerzoo.datavec.reader;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** How the label columns of a file say what an example's labels are. */
public enum LabelFormat {
  /** No labels: text to predict for. */
  NONE {
    @Override
    List<String> read(Row row, TextColumns columns) {
      return List.of();
    }
  },
  /** No labels: words to predict for, in a list or with spaces between them. */
  WORDS {
    @Override
    List<String> read(Row row, TextColumns columns) {
      return List.of();
    }
  },
  /** One column with the name or number of a class. */
  ONE_CLASS {
    @Override
    List<String> read(Row row, TextColumns columns) throws MalformedLineException {
      return known(List.of(filled(row, columns.labels().get(0))), columns);
    }
  },
  /** One or more columns, each with a number to be predicted. */
  NUMBERS {
    @Override
    List<String> read(Row row, TextColumns columns) throws MalformedLineException {
      List<String> numbers = new ArrayList<>();
      for (Column column : columns.labels()) {
        numbers.add(number(filled(row, column)));
      }
      return numbers;
    }
  },
  /** One column with any number of class names between separators, or a list of names. */
  NAME_LIST {
    @Override
    List<String> read(Row row, TextColumns columns) throws MalformedLineException {
      Cell cell = row.cell(ROLE, columns.labels().get(0));
      List<String> names =
          cell.isList()
              ? cell.values()
              : Arrays.stream(cell.text().split(Pattern.quote(columns.labelSeparator())))
                  .map(String::strip)
                  .filter(name -> !name.isEmpty())
                  .toList();
      return known(names, columns);
    }
  },
  /** One column for each class, which holds 0 or 1. */
  INDICATORS {
    @Override
    List<String> read(Row row, TextColumns columns) throws MalformedLineException {
      List<String> names = new ArrayList<>();
      for (Column column : columns.labels()) {
        if (isSet(filled(row, column))) {
          names.add(row.nameOf(column));
        }
      }
      return names;
    }
  },
  /** One column with a list of tags, one for each word of the text column's list. */
  TAGS {
    @Override
    List<String> read(Row row, TextColumns columns) throws MalformedLineException {
      List<String> tags = row.cell(ROLE, columns.labels().get(0)).words();
      int words = row.cell("text", columns.text()).words().size();
      if (tags.size() != words) {
        throw new MalformedLineException(
            "has " + words + " words and " + tags.size() + " tags, expected a tag for each word");
      }
      return known(tags, columns);
    }
  },
  /** One column with a text that is to be written for the first. */
  WRITTEN_TEXT {
    @Override
    List<String> read(Row row, TextColumns columns) throws MalformedLineException {
      Column column = columns.labels().get(0);
      String text = row.cell("target", column).text();
      if (text.isBlank()) {
        throw new MalformedLineException(
            "has nothing in target column " + column + ", expected a text");
      }
      return List.of(text);
    }
  };

  private static final String ROLE = "label";

  /** Whether the text column holds words, which are told apart, and not a text. */
  boolean readsWords() {
    return this == TAGS || this == WORDS;
  }

  /** Whether label columns go with it. */
  boolean hasLabels() {
    return this != NONE && this != WORDS;
  }

  /** The labels of a row, as written. */
  abstract List<String> read(Row row, TextColumns columns) throws MalformedLineException;

  /** The labels, if there are none but known ones. */
  private static List<String> known(List<String> labels, TextColumns columns)
      throws MalformedLineException {
    List<String> known = columns.knownLabels();
    for (String label : labels) {
      if (!known.isEmpty() && !known.contains(label)) {
        throw new MalformedLineException(
            "has the unknown label '" + label + "', expected one of " + LabelMap.shown(known));
      }
    }
    return labels;
  }

  private static String filled(Row row, Column column) throws MalformedLineException {
    String label = row.cell(ROLE, column).text().strip();
    if (label.isEmpty()) {
      throw new MalformedLineException(
          "has nothing in label column " + column + ", expected a label");
    }
    return label;
  }

  private static String number(String text) throws MalformedLineException {
    try {
      if (Float.isFinite(new BigDecimal(text).floatValue())) {
        return text;
      }
    } catch (NumberFormatException e) {
      // Told below, together with numbers out of range.
    }
    throw new MalformedLineException("has the label '" + text + "', expected a finite number");
  }

  private static boolean isSet(String text) throws MalformedLineException {
    return switch (text) {
      case "1", "1.0", "true" -> true;
      case "0", "0.0", "false" -> false;
      default ->
          throw new MalformedLineException("has the indicator '" + text + "', expected 0 or 1");
    };
  }
}
