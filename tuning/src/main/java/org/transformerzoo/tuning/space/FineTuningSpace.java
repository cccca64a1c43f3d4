package org.transformerzoo.tuning.space;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.arbiter.optimize.api.AbstractParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.Setting;
import org.transformerzoo.training.configuration.TrainingSettings;

/**
 * All of a fine-tuning configuration, each setting fixed or with a {@link SettingSpace}: for
 * Arbiter's generators one parameter space with a dimension for each setting that varies, in the
 * order in which they are given. The output is not part of it; each run has its own.
 *
 * <p>A point of it is a {@link CandidateSettings} and never fails to be made, whatever the settings
 * say together: Arbiter's runner asks a generator again, without end, for a candidate in place of
 * one that could not be made.
 */
@SuppressWarnings("rawtypes") // Arbiter's signatures
public final class FineTuningSpace extends AbstractParameterSpace<CandidateSettings> {

  private static final Path ANY_OUTPUT = Path.of("output of the search");

  private final Map<String, Object> raw;
  private final Map<String, SettingSpace> varied = new LinkedHashMap<>();
  private final Map<String, ParameterSpace> dimensions = new LinkedHashMap<>();

  private FineTuningSpace(Map<String, Object> raw) {
    this.raw = new LinkedHashMap<>(raw);
  }

  /** Starts a space. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads the settings of a file called {@code location}, as {@code finetune} takes them, where any
   * value may be a space such as {@code {int: [0, 6]}}.
   *
   * @throws InvalidSettingException that names the file, each key that is wrong, and what it may be
   */
  public static FineTuningSpace parse(String location, Map<String, ?> settings) {
    FineTuningSpace space = new FineTuningSpace(new LinkedHashMap<>(settings));
    List<String> problems = new ArrayList<>();
    settings.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> map) {
            try {
              space.vary(key, SpaceSyntax.parse(map));
            } catch (IllegalArgumentException e) {
              problems.add(key + " is " + e.getMessage());
            }
          }
        });
    if (problems.isEmpty()) {
      space.addProblems(problems);
    }
    if (!problems.isEmpty()) {
      throw new InvalidSettingException(location, problems);
    }
    return space;
  }

  private void vary(String key, SettingSpace space) {
    varied.put(key, space);
    dimensions.put(key, space.toArbiter());
  }

  /** Tries every end of every space, with the first ends of the others. */
  private void addProblems(List<String> problems) {
    if (raw.containsKey(TrainingSettings.OUTPUT.key())) {
      problems.add("output is set, expected none: the search gives each run its own");
      return;
    }
    Map<String, Object> first = first().values();
    addProblems(first, problems);
    if (problems.isEmpty()) {
      varied.forEach((key, space) -> addProblems(key, space, first, problems));
    }
  }

  /** The point with the first end of every space. */
  public CandidateSettings first() {
    Map<String, Object> values = new LinkedHashMap<>(raw);
    varied.forEach((key, space) -> values.put(key, space.ends().get(0)));
    return new CandidateSettings(values);
  }

  private static void addProblems(
      String key, SettingSpace space, Map<String, Object> first, List<String> problems) {
    for (Object end : space.ends().subList(1, space.ends().size())) {
      Map<String, Object> settings = new LinkedHashMap<>(first);
      settings.put(key, end);
      addProblems(settings, problems);
    }
  }

  private static void addProblems(Map<String, Object> settings, List<String> problems) {
    try {
      configuration(new CandidateSettings(settings), ANY_OUTPUT);
    } catch (InvalidSettingException e) {
      problems.add(e.getMessage());
    }
  }

  /**
   * The configuration of a point.
   *
   * @throws InvalidSettingException if its settings contradict each other
   */
  public static FineTuningConfiguration configuration(CandidateSettings point, Path output) {
    FineTuningConfiguration.Builder builder = FineTuningConfiguration.builder();
    point.values().forEach(builder::set);
    return builder.set(TrainingSettings.OUTPUT, output).build();
  }

  /** The spaces of the settings that vary, by key. */
  public Map<String, SettingSpace> varied() {
    return Collections.unmodifiableMap(varied);
  }

  /**
   * How many members a grid has, or {@link Long#MAX_VALUE} if they are more.
   *
   * @param points values of each range of numbers
   */
  public long gridSize(int points) {
    double size = 1;
    for (SettingSpace space : varied.values()) {
      size *= space.gridSize(points);
    }
    return size < Long.MAX_VALUE ? (long) size : Long.MAX_VALUE;
  }

  /** Whether the setting is fixed or varies. */
  public boolean has(Setting<?> setting) {
    return raw.containsKey(setting.key());
  }

  /** Whether none of these settings varies. */
  public boolean isFixed(List<Setting<?>> settings) {
    return settings.stream().noneMatch(setting -> varied.containsKey(setting.key()));
  }

  /** As YAML has it; {@link #parse} reads it again. */
  public Map<String, Object> toMap() {
    return Collections.unmodifiableMap(raw);
  }

  @Override
  public CandidateSettings getValue(double[] parameterValues) {
    Map<String, Object> values = new LinkedHashMap<>(raw);
    dimensions.forEach((key, space) -> values.put(key, space.getValue(parameterValues)));
    return new CandidateSettings(values);
  }

  @Override
  public int numParameters() {
    return dimensions.size();
  }

  @Override
  public List<ParameterSpace> collectLeaves() {
    return new ArrayList<>(dimensions.values());
  }

  @Override
  public Map<String, ParameterSpace> getNestedSpaces() {
    return Collections.unmodifiableMap(dimensions);
  }

  @Override
  public boolean isLeaf() {
    return false;
  }

  @Override
  public void setIndices(int... indices) {
    throw new UnsupportedOperationException("The dimensions have indices, the space has none");
  }

  /** Collects settings; {@link #build()} checks them all at once. */
  public static final class Builder {

    private final Map<String, Object> raw = new LinkedHashMap<>();

    private Builder() {}

    /** Gives a setting one value. */
    public <T> Builder fix(Setting<T> setting, T value) {
      raw.put(setting.key(), setting.write(value));
      return this;
    }

    /** Gives the settings that {@code configuration} sets its values; its output is left out. */
    public Builder fixAll(FineTuningConfiguration configuration) {
      raw.putAll(configuration.givenValues());
      raw.remove(TrainingSettings.OUTPUT.key());
      return this;
    }

    /** Lets a setting vary. */
    public Builder vary(Setting<?> setting, SettingSpace space) {
      raw.put(setting.key(), space.toYaml());
      return this;
    }

    /**
     * The space.
     *
     * @throws InvalidSettingException that names everything that is wrong
     */
    public FineTuningSpace build() {
      return parse("search space", raw);
    }
  }
}
