package org.transformerzoo.inspect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.reader.SkippedLines;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.finetuning.ExampleReader;
import org.transformerzoo.training.finetuning.Examples;

/**
 * Reads a file for inspection: its texts as {@code tzoo predict} does, its labels where it has
 * them, and its other columns.
 */
final class DataReading {

  private final ExampleReader reader;
  private final List<String> outputs;
  private final List<String> notices = new ArrayList<>();

  /**
   * A reading of one file.
   *
   * @param outputs the labels that the models know; others are as if they were not there
   */
  DataReading(FineTuningConfiguration configuration, List<String> outputs) {
    this.reader =
        new ExampleReader(
            configuration.toBuilder()
                .set(DataSettings.MALFORMED_LINES.key(), null) // what training did with its own
                .buildPartial());
    this.outputs = outputs;
  }

  /**
   * Reads {@code file}.
   *
   * @param name of it, for people
   * @throws InvalidDataException naming file and line, if none of its lines has a text
   */
  InspectedData read(Path file, String name) {
    Examples texts = reader.readTexts(file);
    tell("Lines that were left out", texts.skipped(), new SkippedLines());
    Map<Long, TextExample> labelled = labelled(file, texts.skipped());
    Set<String> labelColumns = labelColumns(texts.texts(), labelled.values());
    List<TextExample> examples = new ArrayList<>();
    BitSet truths = new BitSet();
    for (TextExample text : texts.texts()) {
      TextExample known = labelled.get(text.location().line());
      truths.set(examples.size(), known != null);
      examples.add(known != null ? known : withLabels(text, labelColumns));
    }
    return new InspectedData(name, examples, truths, notices);
  }

  /** What is a column like any other where labels are not read. */
  private static Set<String> labelColumns(
      Collection<TextExample> texts, Collection<TextExample> labelled) {
    if (labelled.isEmpty()) {
      return Set.of();
    }
    Set<String> columns = new LinkedHashSet<>();
    texts.forEach(text -> columns.addAll(text.metadata().keySet()));
    labelled.forEach(example -> columns.removeAll(example.metadata().keySet()));
    return columns;
  }

  /** {@code text} with labels that the models do not know, for people to see. */
  private static TextExample withLabels(TextExample text, Set<String> columns) {
    Map<String, String> metadata = new LinkedHashMap<>(text.metadata());
    List<String> labels = columns.stream().map(metadata::remove).filter(Objects::nonNull).toList();
    return new TextExample(
        text.text(), text.pair(), text.role(), text.words(), labels, text.location(), metadata);
  }

  /** The examples with labels, by their lines. */
  private Map<Long, TextExample> labelled(Path file, SkippedLines withoutText) {
    Map<Long, TextExample> labelled = new HashMap<>();
    try {
      Examples examples = reader.readWithMetadata(file, outputs);
      examples.texts().forEach(example -> labelled.put(example.location().line(), example));
      tell("Lines without a label that the models know", examples.skipped(), withoutText);
    } catch (InvalidDataException | InvalidSettingException e) {
      notices.add("There are no labels to compare with: " + e.getMessage());
    }
    return labelled;
  }

  /** Notes how many lines were left out, and why the first was, but for those that are told. */
  private void tell(String what, SkippedLines skipped, SkippedLines told) {
    long count = skipped.count() - told.count();
    if (count > 0) {
      List<String> others = new ArrayList<>(skipped.details());
      others.removeAll(told.details());
      String first = others.isEmpty() ? "" : ", the first: " + others.get(0);
      notices.add("%s: %d%s".formatted(what, count, first));
    }
  }
}
