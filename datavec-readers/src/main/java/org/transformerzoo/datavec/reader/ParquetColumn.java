package org.transformerzoo.datavec.reader;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * How the values of a Parquet column become cells: texts, numbers and truth values, or lists of
 * them.
 *
 * @param type as the file has it
 * @param element the type of one value
 */
record ParquetColumn(Type type, PrimitiveType element) {

  /** The column of a type; empty if its values are of a kind that no example consists of. */
  static Optional<ParquetColumn> of(Type type) {
    Type element = type;
    if (type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation) {
      Type repeated = type.asGroupType().getType(0);
      boolean wrapped = !repeated.isPrimitive() && repeated.asGroupType().getFieldCount() == 1;
      element = wrapped ? repeated.asGroupType().getType(0) : repeated;
    }
    return element.isPrimitive() && isReadable(element.asPrimitiveType())
        ? Optional.of(new ParquetColumn(type, element.asPrimitiveType()))
        : Optional.empty();
  }

  private static boolean isReadable(PrimitiveType type) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case BINARY ->
          meaning == null
              || meaning instanceof StringLogicalTypeAnnotation
              || meaning instanceof EnumLogicalTypeAnnotation
              || meaning instanceof JsonLogicalTypeAnnotation;
      case INT32, INT64 -> meaning == null || meaning instanceof IntLogicalTypeAnnotation;
      case FLOAT, DOUBLE, BOOLEAN -> true;
      case INT96, FIXED_LEN_BYTE_ARRAY -> false;
    };
  }

  boolean isText() {
    return element.getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
  }

  boolean isList() {
    return !type.isPrimitive() || type.isRepetition(Repetition.REPEATED);
  }

  /** The kind of its values, for a message. */
  static String describe(Type type) {
    return of(type)
        .map(ParquetColumn::describe)
        .orElseGet(
            () ->
                type.isPrimitive()
                    ? type.asPrimitiveType().getPrimitiveTypeName().name().toLowerCase(Locale.ROOT)
                        + (type.getLogicalTypeAnnotation() == null
                            ? ""
                            : " (" + type.getLogicalTypeAnnotation() + ")")
                    : "a group of columns");
  }

  private String describe() {
    String one = isText() ? "text" : element.getPrimitiveTypeName().name().toLowerCase(Locale.ROOT);
    return isList() ? "a list of " + one : one;
  }

  /**
   * The cell of a row.
   *
   * @param row has a field of this column's name
   * @param longest the most bytes of a text
   */
  Cell cell(Group row, int longest) throws MalformedLineException {
    int field = row.getType().getFieldIndex(type.getName());
    if (type.isPrimitive() && isList()) {
      return Cell.list(values(row, field, longest));
    }
    if (row.getFieldRepetitionCount(field) == 0) {
      return Cell.missing();
    }
    return type.isPrimitive()
        ? Cell.text(value(row, field, 0, longest))
        : Cell.list(elements(row.getGroup(field, 0), longest));
  }

  private List<String> values(Group parent, int field, int longest) throws MalformedLineException {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < parent.getFieldRepetitionCount(field); i++) {
      values.add(value(parent, field, i, longest));
    }
    return values;
  }

  private List<String> elements(Group list, int longest) throws MalformedLineException {
    if (list.getType().getType(0).isPrimitive()) {
      return values(list, 0, longest);
    }
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
      Group wrapped = list.getGroup(0, i);
      if (wrapped.getFieldRepetitionCount(0) == 0) {
        throw new MalformedLineException(
            "has a null in the list of column '" + type.getName() + "', expected a value");
      }
      elements.add(value(wrapped, 0, 0, longest));
    }
    return elements;
  }

  private String value(Group group, int field, int index, int longest)
      throws MalformedLineException {
    return switch (element.getPrimitiveTypeName()) {
      case BINARY -> text(group.getBinary(field, index).getBytes(), longest);
      case INT32 -> Integer.toString(group.getInteger(field, index));
      case INT64 -> Long.toString(group.getLong(field, index));
      case FLOAT -> Float.toString(group.getFloat(field, index));
      case DOUBLE -> Double.toString(group.getDouble(field, index));
      case BOOLEAN -> Boolean.toString(group.getBoolean(field, index));
      case INT96, FIXED_LEN_BYTE_ARRAY -> throw new IllegalStateException("not read");
    };
  }

  private String text(byte[] bytes, int longest) throws MalformedLineException {
    if (bytes.length > longest) {
      throw new MalformedLineException(
          "has %d bytes in column '%s', expected at most %d"
              .formatted(bytes.length, type.getName(), longest));
    }
    return StrictText.decode(bytes);
  }
}
