package org.transformerzoo.training.finetuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.MultiTaskSettings;
import org.transformerzoo.training.configuration.TrainingSettings;

/** A task of each kind on the small texts of a {@link TinyRun}. */
public final class TinyTasks {

  private final TinyRun run;
  private final Path folder;
  private final TinyArchitecture architecture;

  /** Writes a model and the data of all tasks to {@code folder}. */
  public TinyTasks(Path folder, TinyArchitecture architecture) {
    this.folder = folder;
    this.architecture = architecture;
    this.run = new TinyRun(folder, architecture);
    try {
      write("train", Files.readAllLines(run.train()));
      write("dev", Files.readAllLines(run.dev()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path model() {
    return run.model();
  }

  /** Scores, tags and tagged words from lines of a label and a text. */
  private void write(String name, List<String> lines) throws IOException {
    List<String> rows = new ArrayList<>(List.of("score\ttags\ttext"));
    List<String> words = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      boolean friendly = cells[0].equals("yes");
      int length = cells[1].split(" ", -1).length;
      String tags = (friendly ? "friendly" : "") + (friendly && length > 3 ? "," : "");
      rows.add((friendly ? 1 : -1) + "\t" + tags + (length > 3 ? "long" : "") + "\t" + cells[1]);
      for (String word : cells[1].split(" ", -1)) {
        words.add(word + " " + (List.of("good", "fine").contains(word) ? "B-GOOD" : "O"));
      }
      words.add("");
    }
    Files.write(folder.resolve(name + "-pairs.tsv"), pairs(lines));
    Files.write(folder.resolve(name + "-rows.tsv"), rows);
    Files.write(folder.resolve(name + ".conll"), words);
  }

  /** Each text beside that of the line before it. */
  private static List<String> pairs(List<String> lines) {
    List<String> pairs = new ArrayList<>(List.of("label\ttext\tother"));
    for (int line = 1; line < lines.size(); line++) {
      String[] before = lines.get(line == 1 ? lines.size() - 1 : line - 1).split("\t", -1);
      pairs.add(lines.get(line) + "\t" + before[1]);
    }
    return pairs;
  }

  /** The settings of a task of classes for pairs of texts. */
  public Map<String, Object> pairs() {
    Map<String, Object> settings = task("classification");
    settings.put("train", folder.resolve("train-pairs.tsv").toString());
    settings.put("dev", folder.resolve("dev-pairs.tsv").toString());
    settings.put("pair-column", "other");
    return settings;
  }

  /** The settings of a task of kind {@code task}. */
  public Map<String, Object> task(String task) {
    boolean words = task.equals("tokens");
    boolean classes = task.equals("classification");
    String file = words ? ".conll" : classes ? ".tsv" : "-rows.tsv";
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("task", task);
    settings.put("train", folder.resolve("train" + file).toString());
    settings.put("dev", folder.resolve("dev" + file).toString());
    if (words) {
      settings.put("text-column", 0);
      settings.put("label-column", 1);
    } else if (!classes) {
      settings.put("label-column", task.equals("regression") ? "score" : "tags");
    }
    return settings;
  }

  /** The kinds of tasks that the architecture has heads for. */
  public List<String> kinds() {
    List<String> kinds = new ArrayList<>(List.of("classification", "regression", "multilabel"));
    if (architecture != TinyArchitecture.BART) {
      kinds.add("tokens");
    }
    return kinds;
  }

  /** A task of every kind, by its name. */
  Map<String, Map<String, Object>> all() {
    Map<String, Map<String, Object>> tasks = new LinkedHashMap<>();
    for (String kind : kinds()) {
      tasks.put(kind, task(kind));
    }
    return tasks;
  }

  /** Two tasks of which one has a loss weight. */
  Map<String, Map<String, Object>> two() {
    Map<String, Map<String, Object>> two = new LinkedHashMap<>();
    two.put("classification", task("classification"));
    two.put("regression", task("regression"));
    two.get("regression").put("loss-weight", 0.5);
    return two;
  }

  /** A run of {@code tasks} with 20 steps and checkpoints in the middle of epochs. */
  FineTuningConfiguration.Builder configuration(
      String output, Map<String, Map<String, Object>> tasks) {
    return FineTuningConfiguration.builder()
        .set(ModelSettings.MODEL, model())
        .set(TrainingSettings.OUTPUT, folder.resolve(output))
        .set(MultiTaskSettings.TASKS, tasks)
        .set("batch-size", 8)
        .set("steps", 20)
        .set("evaluation-steps", 5)
        .set("checkpoint-steps", 3)
        .set("learning-rate", 5e-3);
  }

  /** A run of one task alone, with the same settings. */
  public FineTuningConfiguration.Builder alone(String output, Map<String, Object> task) {
    FineTuningConfiguration.Builder builder =
        configuration(output, Map.of()).set(MultiTaskSettings.TASKS.key(), null);
    task.forEach(builder::set);
    return builder;
  }
}
