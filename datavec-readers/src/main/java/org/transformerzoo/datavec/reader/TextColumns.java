package org.transformerzoo.datavec.reader;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which columns hold the text and the labels.
 *
 * @param text the first text, or the list of words for {@link LabelFormat#TAGS} and {@link
 *     LabelFormat#WORDS}
 * @param pair the second text, or null
 * @param role whether the text is a query or a document, or null
 * @param labelFormat how to read the label columns
 * @param labels the label columns, as many as the format asks for
 * @param labelSeparator between the names of a {@link LabelFormat#NAME_LIST}
 * @param knownLabels the only class names or tags that there are; any if it is empty
 * @param others whether the columns of no use are kept as {@link TextExample#metadata()}
 */
public record TextColumns(
    Column text,
    Column pair,
    Column role,
    LabelFormat labelFormat,
    List<Column> labels,
    String labelSeparator,
    List<String> knownLabels,
    boolean others)
    implements Serializable {

  /** Checks that the columns make sense together. */
  public TextColumns {
    labels = List.copyOf(labels);
    knownLabels = List.copyOf(knownLabels);
    List<String> problems = new ArrayList<>();
    if (text == null) {
      problems.add("the text column is not set");
    }
    if (labels.isEmpty() == labelFormat.hasLabels()) {
      problems.add("label columns and label format " + labelFormat + " do not go together");
    }
    if (text != null && (text.equals(pair) || labels.contains(text))) {
      problems.add("column " + text + " is used twice");
    }
    if (pair != null && labels.contains(pair)) {
      problems.add("column " + pair + " is used twice");
    }
    if (role != null && (role.equals(text) || role.equals(pair) || labels.contains(role))) {
      problems.add("column " + role + " is used twice");
    }
    if (pair != null && labelFormat.readsWords()) {
      problems.add("tagged words cannot have a second text");
    }
    if (labelSeparator.isEmpty()) {
      problems.add("the label separator is empty");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** The second text's column, if there is one. */
  public Optional<Column> secondText() {
    return Optional.ofNullable(pair);
  }

  /** All columns that are read. */
  List<Column> all() {
    List<Column> all = new ArrayList<>();
    all.add(text);
    secondText().ifPresent(all::add);
    Optional.ofNullable(role).ifPresent(all::add);
    all.addAll(labels);
    return all;
  }

  /** Starts a description; {@link Builder#text} is required, everything else optional. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the columns; {@link #build()} checks them all at once. */
  public static final class Builder {

    private Column text;
    private Column pair;
    private Column role;
    private LabelFormat labelFormat = LabelFormat.NONE;
    private List<Column> labels = List.of();
    private String labelSeparator = ",";
    private List<String> knownLabels = List.of();
    private boolean others;

    private Builder() {}

    /** Required: the column of the text, or of the words for {@link #tags}. */
    public Builder text(Column column) {
      text = column;
      return this;
    }

    /** Optional: the column of a second text. */
    public Builder pair(Column column) {
      pair = column;
      return this;
    }

    /** Optional: the column that says whether the text is a query or a document. */
    public Builder role(Column column) {
      role = column;
      return this;
    }

    /** Optional: the text column holds words to be told apart, and there are no labels. */
    public Builder words() {
      return labels(LabelFormat.WORDS);
    }

    /** Optional: one column with a class. */
    public Builder oneClass(Column column) {
      return labels(LabelFormat.ONE_CLASS, column);
    }

    /** Optional: columns with numbers. */
    public Builder numbers(Column... columns) {
      return labels(LabelFormat.NUMBERS, columns);
    }

    /** Optional: one column with several class names. */
    public Builder nameList(Column column, String separator) {
      labelSeparator = separator;
      return labels(LabelFormat.NAME_LIST, column);
    }

    /** Optional: a column of 0 or 1 for each class. */
    public Builder indicators(Column... columns) {
      return labels(LabelFormat.INDICATORS, columns);
    }

    /** Optional: one column with a tag for each word. */
    public Builder tags(Column column) {
      return labels(LabelFormat.TAGS, column);
    }

    /** Optional: one column with the text that is to be written. */
    public Builder writtenText(Column column) {
      return labels(LabelFormat.WRITTEN_TEXT, column);
    }

    /** Optional: the only class names or tags; a line with another one is malformed. */
    public Builder knownLabels(List<String> names) {
      knownLabels = names;
      return this;
    }

    /** Optional: the columns that nothing else names are kept as metadata. */
    public Builder others() {
      others = true;
      return this;
    }

    private Builder labels(LabelFormat format, Column... columns) {
      labelFormat = format;
      labels = Arrays.asList(columns);
      return this;
    }

    /**
     * The description.
     *
     * @throws IllegalArgumentException that names everything that is missing or contradictory
     */
    public TextColumns build() {
      return new TextColumns(
          text, pair, role, labelFormat, labels, labelSeparator, knownLabels, others);
    }
  }
}
