package org.transformerzoo.training.configuration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.transformerzoo.datavec.batching.BatchOrder;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.training.evaluation.TaskEvaluations;
import org.transformerzoo.zoo.execution.plan.Precision;
import org.transformerzoo.zoo.model.ExecutorKind;

/**
 * The complete description of a fine-tuning run: a value for each of {@link Settings} that is given
 * or has a default. YAML files, command lines and Java code are faces of it.
 *
 * <pre>{@code
 * FineTuningConfiguration.builder()
 *     .set(ModelSettings.MODEL, Path.of("bert-base-uncased"))
 *     .set(DataSettings.TRAIN, Path.of("train.tsv"))
 *     .set(DataSettings.DEV, Path.of("dev.tsv"))
 *     .set(TrainingSettings.OUTPUT, Path.of("tuned"))
 *     .set(UpdateSettings.LEARNING_RATE, 3e-5)
 *     .build();
 * }</pre>
 */
public final class FineTuningConfiguration {

  private final Map<Setting<?>, Object> given;

  private FineTuningConfiguration(Map<Setting<?>, Object> given) {
    this.given = Map.copyOf(given);
  }

  /** Starts a configuration; model, train, dev and output are required. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads a YAML file whose keys are those of {@link Settings}.
   *
   * @throws InvalidSettingException that names the file and everything that is wrong in it
   */
  public static FineTuningConfiguration readYaml(Path file) {
    return builder().setAll(file).build();
  }

  /** The value of a setting, given or by default; empty if there is neither. */
  @SuppressWarnings("unchecked") // the builder puts only a T under a Setting<T>
  public <T> Optional<T> find(Setting<T> setting) {
    T value = (T) given.get(setting);
    return value == null ? setting.fallback() : Optional.of(value);
  }

  /**
   * The value of a setting that is required or has a default.
   *
   * @throws IllegalStateException if there is no value
   */
  public <T> T get(Setting<T> setting) {
    return find(setting).orElseThrow(() -> new IllegalStateException(setting + " is not set"));
  }

  /** Whether the setting was given and is not merely there by default. */
  public boolean isGiven(Setting<?> setting) {
    return given.containsKey(setting);
  }

  /** The tasks that are learnt: this configuration itself unless it has several. */
  public List<TaskConfiguration> tasks() {
    return TaskConfiguration.of(this);
  }

  /**
   * The metric that chooses the best model, by default the first of the task; of several tasks that
   * of the chosen one, or their mean.
   */
  public Metric metric() {
    if (isGiven(MultiTaskSettings.TASKS)) {
      return TaskSelection.metric(this);
    }
    String task = get(ModelSettings.TASK);
    return find(EvaluationSettings.METRIC)
        .map(name -> TaskEvaluations.metric(task, name))
        .orElseGet(() -> TaskEvaluations.metrics(task).get(0));
  }

  /** The seed of the order of the examples: data-seed, or else seed. */
  public long dataSeed() {
    return find(TrainingSettings.DATA_SEED).orElseGet(() -> get(TrainingSettings.SEED));
  }

  /** Which examples go together in a batch of training. */
  public BatchOrder batchOrder() {
    return ChoiceNames.parse(BatchOrder.class, get(DataSettings.BATCHING));
  }

  /** What runs the graphs. */
  public ExecutorKind executor() {
    return ExecutorKind.valueOf(get(TrainingSettings.EXECUTOR).toUpperCase(Locale.ROOT));
  }

  /** The precision of the products of linear layers in training. */
  public Precision precision() {
    return ChoiceNames.parse(Precision.class, get(TrainingSettings.PRECISION));
  }

  /**
   * A copy with another value for one setting, written as on a command line.
   *
   * @throws InvalidSettingException if there is no such setting or the value is not legal
   */
  public FineTuningConfiguration withSetting(String key, String value) {
    return toBuilder().set(key, value).build();
  }

  /** A builder that begins with what was given here. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.values.putAll(given);
    return builder;
  }

  /** All settings that have a value, defaults included, by key, as YAML has them. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    Settings.ALL.forEach(setting -> write(setting, map));
    if (isGiven(EvaluationSettings.EVALUATION_STEPS) || isGiven(EvaluationSettings.EVALUATIONS)) {
      map.remove(
          EvaluationSettings.EVALUATIONS_PER_EPOCH.key()); // one takes the place of the other
    }
    if (isGiven(DataSettings.TOKENS_PER_BATCH) && !isGiven(DataSettings.BATCH_SIZE)) {
      map.remove(DataSettings.BATCH_SIZE.key());
    }
    map.put(TrainingSettings.DATA_SEED.key(), dataSeed());
    if (!isGiven(MultiTaskSettings.TASKS)) {
      map.put(EvaluationSettings.METRIC.key(), metric().name());
    }
    return map;
  }

  /** The settings that were given, without defaults, by key, as YAML has them. */
  public Map<String, Object> givenValues() {
    Map<String, Object> map = new LinkedHashMap<>();
    Settings.ALL.stream().filter(this::isGiven).forEach(setting -> write(setting, map));
    return map;
  }

  private <T> void write(Setting<T> setting, Map<String, Object> map) {
    find(setting).ifPresent(value -> map.put(setting.key(), setting.write(value)));
  }

  /** {@link #toMap()} as YAML, which {@link #readYaml} reads again. */
  public String toYaml() {
    return YamlSettings.write(toMap());
  }

  /** Collects settings; {@link #build()} checks them all at once. */
  public static final class Builder {

    private final Map<Setting<?>, Object> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private String location = "";

    private Builder() {}

    /** Sets a value. */
    public <T> Builder set(Setting<T> setting, T value) {
      return set(setting.key(), setting.write(value));
    }

    /**
     * Sets a value as a YAML file or a command line has it.
     *
     * @param key of a setting
     * @param raw a string, number, boolean, or list of these; null for the default
     */
    public Builder set(String key, Object raw) {
      Optional<Setting<?>> found =
          Settings.ALL.stream().filter(setting -> setting.key().equals(key)).findFirst();
      if (found.isEmpty()) {
        problems.add(
            "there is no setting \"" + key + "\", expected " + String.join(", ", Settings.keys()));
      } else if (raw == null) {
        values.remove(found.get());
      } else {
        read(found.get(), raw);
      }
      return this;
    }

    private <T> void read(Setting<T> setting, Object raw) {
      Optional<T> value = setting.read(raw);
      if (value.isPresent()) {
        values.put(setting, value.get());
      } else {
        String shown = raw instanceof String ? "\"" + raw + "\"" : String.valueOf(raw);
        problems.add(setting + " is " + shown + ", expected " + setting.expected());
      }
    }

    /** Sets the values of a YAML file. */
    public Builder setAll(Path file) {
      return setAll(file.toString(), YamlSettings.read(file));
    }

    /** Sets the values of a file called {@code file}, which messages will name. */
    public Builder setAll(String file, Map<String, ?> raw) {
      location = file;
      raw.forEach(this::set);
      return this;
    }

    /**
     * The configuration.
     *
     * @throws InvalidSettingException that names everything that is missing or wrong
     */
    public FineTuningConfiguration build() {
      fillInPreset();
      problems.addAll(ConfigurationCheck.missing(new FineTuningConfiguration(values)));
      return buildPartial();
    }

    /** Sets what the preset says and nothing else does; that it did so is forgotten. */
    private void fillInPreset() {
      String name = (String) values.remove(DataSettings.TASK_PRESET);
      Map<String, Object> given = new LinkedHashMap<>();
      values.forEach((setting, value) -> given.put(setting.key(), value));
      if (name != null) {
        TaskPresets.named(name).open(given).forEach(this::set);
        values.remove(DataSettings.DATA);
      }
    }

    /** What is set, and what the recipe adds to it. */
    private Map<Setting<?>, Object> withRecipe() {
      Map<Setting<?>, Object> whole = new LinkedHashMap<>(values);
      Object name = values.get(TrainingSettings.RECIPE);
      if (name == null) {
        return whole;
      }
      Recipe recipe = Recipes.named((String) name);
      Set<String> keys = values.keySet().stream().map(Setting::key).collect(Collectors.toSet());
      Builder added = new Builder();
      Recipes.open(recipe, keys).forEach(key -> added.set(key, recipe.settings().get(key)));
      if (!added.problems.isEmpty()) {
        throw new IllegalStateException(recipe.name() + ": " + added.problems);
      }
      whole.putAll(added.values);
      return whole;
    }

    /**
     * The configuration, even if settings that a run requires are missing: for commands that use
     * only some of them, such as those about the columns of a file.
     *
     * @throws InvalidSettingException that names everything that is wrong
     */
    public FineTuningConfiguration buildPartial() {
      fillInPreset();
      FineTuningConfiguration configuration = new FineTuningConfiguration(withRecipe());
      problems.addAll(ConfigurationCheck.contradictions(configuration));
      if (problems.isEmpty()) {
        return configuration;
      }
      throw location.isEmpty()
          ? new InvalidSettingException(problems)
          : new InvalidSettingException(location, problems);
    }
  }
}
