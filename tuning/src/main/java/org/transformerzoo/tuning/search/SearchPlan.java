package org.transformerzoo.tuning.search;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.training.configuration.EvaluationSettings;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.Setting;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.YamlSettings;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.tuning.space.FineTuningSpace;

/**
 * What is searched, and how.
 *
 * @param space of the configurations
 * @param options how it is searched
 */
public record SearchPlan(FineTuningSpace space, SearchOptions options) {

  private static final String SECTION = "search";

  /** A list of all members of a grid is in memory. */
  private static final long LARGEST_GRID = 1_000_000;

  /** A score of one of these says nothing beside a score of another. */
  private static final List<Setting<?>> COMPARED_BY =
      List.of(ModelSettings.TASK, EvaluationSettings.METRIC);

  private static final Path ANY_OUTPUT = Path.of("output of the search");

  /**
   * Checks space and options together.
   *
   * @throws InvalidSettingException that names everything that is wrong
   */
  public SearchPlan {
    requireNone("search", problems(space, options));
  }

  private static void requireNone(String location, List<String> problems) {
    if (!problems.isEmpty()) {
      throw new InvalidSettingException(location, problems);
    }
  }

  private static List<String> problems(FineTuningSpace space, SearchOptions options) {
    List<String> problems = new ArrayList<>();
    if (space.varied().isEmpty()) {
      problems.add("no setting varies, expected at least one such as llrd: {uniform: [0.8, 1.0]}");
    }
    if (options.seeds() > 1 && space.has(TrainingSettings.SEED)) {
      problems.add(
          "seed is set and search.seeds is %d, expected one of them".formatted(options.seeds()));
    }
    COMPARED_BY.stream()
        .filter(setting -> space.varied().containsKey(setting.key()))
        .forEach(
            setting ->
                problems.add(
                    setting.key() + " varies, expected one value: candidates are compared by it"));
    if (options.generator() == GeneratorKind.GRID) {
      addProblemsOfGrid(space, options, problems);
    }
    return problems;
  }

  /** A part of a grid would be its corner, for it is gone through in order. */
  private static void addProblemsOfGrid(
      FineTuningSpace space, SearchOptions options, List<String> problems) {
    long size = space.gridSize(options.gridPoints());
    long most = Math.min(LARGEST_GRID, options.trials());
    if (size > most) {
      problems.add(
          "the grid of %s has %s members with search.grid-points %d, expected at most %s: use fewer values or the generator random"
              .formatted(
                  String.join(", ", space.varied().keySet()),
                  size == Long.MAX_VALUE ? "too many" : String.valueOf(size),
                  options.gridPoints(),
                  most == LARGEST_GRID
                      ? String.valueOf(LARGEST_GRID)
                      : "search.trials, which is " + options.trials()));
    }
  }

  /**
   * Reads a YAML file: the settings of {@code finetune}, any of them a space, and under the key
   * {@code search} those of {@link SearchOptions}.
   *
   * @param overrides options that win over those of the file, by key
   * @throws InvalidSettingException that names the file and what is wrong in it
   */
  public static SearchPlan read(Path file, Map<String, String> overrides) {
    return parse(file.toString(), YamlSettings.read(file), overrides);
  }

  static SearchPlan parse(String location, Map<String, Object> raw, Map<String, String> overrides) {
    Map<String, Object> settings = new LinkedHashMap<>(raw);
    Object section = settings.remove(SECTION);
    Map<String, Object> options = new LinkedHashMap<>();
    if (section instanceof Map<?, ?> map) {
      map.forEach((key, value) -> options.put(String.valueOf(key), value));
    } else if (section != null) {
      throw new InvalidSettingException(
          location + ": search is " + section + ", expected options such as {trials: 20}");
    }
    options.putAll(overrides);
    FineTuningSpace space = FineTuningSpace.parse(location, settings);
    SearchOptions parsed = SearchOptions.parse(location, options);
    requireNone(location, problems(space, parsed));
    return new SearchPlan(space, parsed);
  }

  /** By what candidates are compared: the metric of a run, which does not vary. */
  public Metric metric() {
    return FineTuningSpace.configuration(space.first(), ANY_OUTPUT).metric();
  }

  /** The most candidates that there will be. */
  public long candidates() {
    return options.generator() == GeneratorKind.GRID
        ? space.gridSize(options.gridPoints())
        : options.trials();
  }

  /** Whether a search by {@code other} can go on by this plan: its candidates are the same. */
  boolean continues(SearchPlan other) {
    return options.sameCandidates(other.options)
        && plain(space.toMap()).equals(plain(other.space.toMap()))
        && List.copyOf(space.varied().keySet()).equals(List.copyOf(other.space.varied().keySet()));
  }

  /** Without the difference between 1e-5, which YAML takes for a text, and the number. */
  private static Object plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> members = new LinkedHashMap<>();
      map.forEach((key, member) -> members.put(String.valueOf(key), plain(member)));
      return members;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(SearchPlan::plain).toList();
    }
    try {
      return Double.valueOf(String.valueOf(value));
    } catch (NumberFormatException e) {
      return String.valueOf(value);
    }
  }

  /** As YAML; {@link #read} reads it again. */
  public String toYaml() {
    Map<String, Object> all = new LinkedHashMap<>(space.toMap());
    all.put(SECTION, options.toMap());
    return YamlSettings.write(all);
  }
}
