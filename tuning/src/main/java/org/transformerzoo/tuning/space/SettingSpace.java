package org.transformerzoo.tuning.space;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.distribution.LogUniformDistribution;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;

/** The values among which a search chooses for one setting. */
public sealed interface SettingSpace {

  /** Every whole number from {@code low} to {@code high}, each as likely as the other. */
  record WholeNumbers(int low, int high) implements SettingSpace {
    /** Checks the order. */
    public WholeNumbers {
      SpaceSyntax.requireAscending(INT, low, high);
    }

    @Override
    public List<Object> ends() {
      return List.of(low, high);
    }

    @Override
    public ParameterSpace<?> toArbiter() {
      return new IntegerParameterSpace(low, high);
    }

    @Override
    public Map<String, Object> toYaml() {
      return Map.of(INT, ends());
    }
  }

  /** Numbers from {@code low} to {@code high}, each as likely as the other. */
  record Uniform(double low, double high) implements SettingSpace {
    /** Checks the order. */
    public Uniform {
      SpaceSyntax.requireAscending(UNIFORM, low, high);
    }

    @Override
    public List<Object> ends() {
      return List.of(low, high);
    }

    @Override
    public ParameterSpace<?> toArbiter() {
      return new ContinuousParameterSpace(low, high);
    }

    @Override
    public Map<String, Object> toYaml() {
      return Map.of(UNIFORM, ends());
    }
  }

  /** Numbers from {@code low} to {@code high}, each order of magnitude as likely as the other. */
  record LogUniform(double low, double high) implements SettingSpace {
    /**
     * Checks the order and that both are above 0.
     *
     * @throws IllegalArgumentException if {@code low} is not above 0, or not below {@code high}
     */
    public LogUniform {
      SpaceSyntax.requireAscending(LOG_UNIFORM, low, high);
      if (low <= 0) {
        throw new IllegalArgumentException(
            "%s from %s, expected a lower end above 0".formatted(LOG_UNIFORM, low));
      }
    }

    @Override
    public List<Object> ends() {
      return List.of(low, high);
    }

    @Override
    public ParameterSpace<?> toArbiter() {
      return new ContinuousParameterSpace(new LogUniformDistribution(low, high));
    }

    @Override
    public Map<String, Object> toYaml() {
      return Map.of(LOG_UNIFORM, ends());
    }
  }

  /** One of several values, each as likely as the other; null stands for "not set". */
  record Choice(List<Object> values) implements SettingSpace {
    /**
     * Checks that there are at least two different values.
     *
     * @throws IllegalArgumentException if there are fewer than two, or two are the same
     */
    public Choice {
      values = Collections.unmodifiableList(new ArrayList<>(values));
      if (values.size() < 2 || values.stream().distinct().count() < values.size()) {
        throw new IllegalArgumentException(
            "%s of %s, expected two or more different values".formatted(CHOICE, values));
      }
    }

    @Override
    public List<Object> ends() {
      return values;
    }

    @Override
    public ParameterSpace<?> toArbiter() {
      return new DiscreteParameterSpace<>(values);
    }

    @Override
    public Map<String, Object> toYaml() {
      return Map.of(CHOICE, values);
    }
  }

  /** How {@link WholeNumbers} are written. */
  String INT = "int";

  /** How {@link Uniform} is written. */
  String UNIFORM = "uniform";

  /** How {@link LogUniform} is written. */
  String LOG_UNIFORM = "log-uniform";

  /** How {@link Choice} is written. */
  String CHOICE = "choice";

  /** How many values a grid takes of it if it takes {@code points} of each range of numbers. */
  default long gridSize(int points) {
    if (this instanceof WholeNumbers range) {
      return Math.min(points, (long) range.high() - range.low() + 1);
    }
    return this instanceof Choice choice ? choice.values().size() : points;
  }

  /** The values that must be legal for all others to be. */
  List<Object> ends();

  /** The same for Arbiter; each call makes a new dimension. */
  ParameterSpace<?> toArbiter();

  /** As YAML has it, such as {@code {int: [0, 6]}}. */
  Map<String, Object> toYaml();
}
