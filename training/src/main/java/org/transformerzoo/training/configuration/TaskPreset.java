package org.transformerzoo.training.configuration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.transformerzoo.datavec.reader.Column;
import org.transformerzoo.datavec.reader.MalformedLines;
import org.transformerzoo.datavec.reader.TextColumns;
import org.transformerzoo.datavec.reader.TextFormat;
import org.transformerzoo.datavec.reader.TextRecordReader;

/**
 * A published task: what it predicts, by what it is measured, and how its files are laid out.
 *
 * @param name the word that chooses it
 * @param task what is predicted
 * @param metric the published one
 * @param layouts the forms in which the files are found, at least one
 */
record TaskPreset(String name, String task, String metric, List<Layout> layouts) {

  /**
   * One form of the files.
   *
   * @param train the file to learn from
   * @param dev the file to evaluate on
   * @param columns settings of the columns, by key
   * @param labels in the order of the published task, once for each way to write them; empty where
   *     numbers are predicted
   */
  record Layout(String train, String dev, Map<String, Object> columns, List<List<String>> labels) {

    String files() {
      return train + " and " + dev;
    }

    /** The labels as {@code file} writes them, told by its first example. */
    Optional<List<String>> labelsOf(Path file) {
      if (labels.size() < 2) {
        return labels.stream().findFirst();
      }
      TextColumns used =
          TextColumns.builder()
              .text(column(DataSettings.TEXT_COLUMN))
              .oneClass(column(DataSettings.LABEL_COLUMN))
              .build();
      try (TextRecordReader reader =
          new TextRecordReader(TextFormat.of(file), used, MalformedLines.COUNT)) {
        reader.open(file);
        String label = reader.nextExample().labels().get(0);
        return labels.stream().filter(names -> names.contains(label)).findFirst();
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be closed", e);
      }
    }

    private Column column(Setting<?> setting) {
      return Column.parse(columns.get(setting.key()).toString());
    }
  }

  /**
   * What it sets where nothing else is set.
   *
   * @param given the values that are set, by key
   * @throws InvalidSettingException if its files are not where they should be
   */
  Map<String, Object> open(Map<String, Object> given) {
    Object folder = given.get(DataSettings.DATA.key());
    Object train = given.get(DataSettings.TRAIN.key());
    Layout layout =
        folder == null
            ? layoutOf(Optional.ofNullable(train).map(Object::toString))
            : layoutIn(Path.of(folder.toString()));
    Map<String, Object> open = new LinkedHashMap<>();
    open.put(ModelSettings.TASK.key(), task);
    open.put(EvaluationSettings.METRIC.key(), metric);
    if (folder != null) {
      Path files = Path.of(folder.toString());
      open.put(DataSettings.TRAIN.key(), files.resolve(layout.train()).toString());
      open.put(DataSettings.DEV.key(), files.resolve(layout.dev()).toString());
    }
    open.putAll(layout.columns());
    Object learntFrom = train == null ? open.get(DataSettings.TRAIN.key()) : train;
    layout
        .labelsOf(Path.of(learntFrom.toString()))
        .ifPresent(labels -> open.put(DataSettings.LABELS.key(), labels));
    open.keySet().removeAll(given.keySet());
    return open;
  }

  private Layout layoutIn(Path folder) {
    return layouts.stream()
        .filter(layout -> Files.isRegularFile(folder.resolve(layout.train())))
        .filter(layout -> Files.isRegularFile(folder.resolve(layout.dev())))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidSettingException(
                    "data is %s, expected a folder with the files of %s: %s"
                        .formatted(
                            folder,
                            name,
                            layouts.stream()
                                .map(Layout::files)
                                .collect(Collectors.joining(", or ")))));
  }

  private Layout layoutOf(Optional<String> train) {
    if (train.isEmpty()) {
      throw new InvalidSettingException(
          "task-preset is %s and data is not set, expected the folder of its files"
              .formatted(name));
    }
    String file = String.valueOf(Path.of(train.get()).getFileName());
    return layouts.stream()
        .filter(layout -> layout.train().equals(file))
        .findFirst()
        .orElse(layouts.get(0));
  }
}
