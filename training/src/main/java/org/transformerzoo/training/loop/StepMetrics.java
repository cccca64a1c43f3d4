package org.transformerzoo.training.loop;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How good a model was after a step.
 *
 * @param step how many optimizer steps had been taken
 * @param metrics by name, the loss first
 */
public record StepMetrics(long step, Map<String, Double> metrics) {

  /** Keeps the order of the metrics. */
  public StepMetrics {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
