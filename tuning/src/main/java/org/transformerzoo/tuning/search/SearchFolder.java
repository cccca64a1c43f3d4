package org.transformerzoo.tuning.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.YamlSettings;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.zoo.model.FolderHold;
import org.transformerzoo.zoo.model.Folders;
import org.transformerzoo.zoo.weights.AtomicFile;

/**
 * A search on disk: its plan, a folder for each candidate, and in that a file for each finished run
 * and one for the finished candidate. Each file appears whole or not at all, so that a process that
 * is killed leaves nothing that a later one would take for more than it is.
 */
public final class SearchFolder {

  /** The plan. */
  public static final String PLAN = "search.yaml";

  /** The configuration of the best candidate, ready for {@code finetune}. */
  public static final String BEST = "best.yaml";

  private static final String CANDIDATES = "candidates";
  private static final String RESULT = "result.json";
  private static final String CONFIGURATION = "configuration.yaml";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  /** The search in {@code folder}, which need not be there yet. */
  public SearchFolder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** Where it is. */
  public Path path() {
    return folder;
  }

  /** Whether there is a search. */
  public boolean exists() {
    return Files.isRegularFile(folder.resolve(PLAN));
  }

  /**
   * The plan of the search that is here.
   *
   * @param overrides options that win over those of the plan, by key
   * @throws InvalidSettingException if there is none, or an option cannot be used
   */
  public SearchPlan plan(Map<String, String> overrides) {
    return SearchPlan.read(folder.resolve(PLAN), overrides);
  }

  /**
   * The plan of the search that is here as it was, to read its results: on a machine with fewer
   * cores than the one it ran on, too.
   *
   * @throws InvalidSettingException if there is none
   */
  public SearchPlan recordedPlan() {
    return plan(Map.of("parallel", "1"));
  }

  /**
   * Makes the folder, or takes it over if the plan goes on with the search in it, and holds it.
   *
   * @throws InvalidSettingException if it holds something else, or another process writes to it
   */
  FolderHold begin(SearchPlan plan) {
    try {
      boolean known = Files.exists(folder.resolve(PLAN));
      if (!known && Folders.members(folder).stream().anyMatch(SearchFolder::isForeign)) {
        throw new InvalidSettingException(
            folder + " is not empty and holds no search, expected a new folder");
      }
      if (known && !plan.continues(recordedPlan())) {
        throw new InvalidSettingException(
            "The search in %s has another space, generator, seeds or search-seed, expected the same or a new folder"
                .formatted(folder));
      }
      Files.createDirectories(folder);
      FolderHold hold =
          FolderHold.take(folder)
              .orElseThrow(
                  () -> new InvalidSettingException("Another search is writing to " + folder));
      write(PLAN, plan.toYaml());
      return hold;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** A process that was killed at its very beginning leaves a lock and a part of the plan. */
  private static boolean isForeign(Path member) {
    String name = member.getFileName().toString();
    return !name.equals("lock") && !name.startsWith("." + PLAN);
  }

  /** The folder of a candidate. */
  public Path candidate(int index) {
    return folder.resolve(CANDIDATES).resolve(String.format(Locale.ROOT, "%05d", index));
  }

  /** The folder of a candidate's run, which are counted from 1. */
  public Path run(int index, int run) {
    return candidate(index).resolve("run-" + run);
  }

  /**
   * The finished candidates, in the order of their numbers.
   *
   * @throws UncheckedIOException if the folder cannot be read
   */
  public List<CandidateResult> results() {
    List<CandidateResult> results = new ArrayList<>();
    try {
      for (Path candidate : Folders.members(folder.resolve(CANDIDATES))) {
        read(candidate.resolve(RESULT), CandidateResult.class).ifPresent(results::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read: " + e.getMessage(), e);
    }
    return results;
  }

  /** The same as {@link #results()}, to be compared by a metric. */
  public SearchRecord record(Metric metric) {
    return new SearchRecord(metric, results());
  }

  /** The result of a run, if it is finished. */
  Optional<RunResult> finishedRun(int index, int run) {
    return read(run(index, run).resolve(RESULT), RunResult.class);
  }

  private static <T> Optional<T> read(Path file, Class<T> type) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), type));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Makes a candidate's folder and notes its settings, as {@code finetune} takes them. */
  void open(int index, Map<String, Object> settings) {
    create(candidate(index));
    AtomicFile.write(candidate(index).resolve(CONFIGURATION), YamlSettings.write(settings));
  }

  /**
   * The settings of a candidate, as YAML that {@code finetune} takes.
   *
   * @throws UncheckedIOException if there is no such candidate, or its file cannot be read
   */
  public String configuration(int index) {
    Path file = candidate(index).resolve(CONFIGURATION);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Makes the folder of a run. */
  Path openRun(int index, int run) {
    create(run(index, run));
    return run(index, run);
  }

  private static void create(Path path) {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be made: " + e.getMessage(), e);
    }
  }

  /** Notes a finished run. */
  void write(int index, int run, RunResult result) {
    AtomicFile.write(run(index, run).resolve(RESULT), json(result));
  }

  /** Notes a finished candidate. */
  void write(CandidateResult result) {
    create(candidate(result.index()));
    AtomicFile.write(candidate(result.index()).resolve(RESULT), json(result));
  }

  private static String json(Object value) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A result cannot be written as JSON", e);
    }
  }

  /** Writes a file of the search's own. */
  void write(String name, String text) {
    AtomicFile.write(folder.resolve(name), text);
  }
}
