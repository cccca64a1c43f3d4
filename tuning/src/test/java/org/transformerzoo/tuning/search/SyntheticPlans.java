package org.transformerzoo.tuning.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plans of searches that read no files. */
public final class SyntheticPlans {

  private SyntheticPlans() {}

  /** A search of llrd and learning rate. */
  public static SearchPlan hill(Map<String, ?> options) {
    return of(
        Map.of("llrd", Map.of("uniform", List.of(0.8, 1.0))),
        Map.of("learning-rate", Map.of("log-uniform", List.of("1e-6", "1e-2"))),
        options);
  }

  /** A search of one setting beside the learning rate. */
  public static SearchPlan of(Map<String, ?> first, Map<String, ?> second, Map<String, ?> options) {
    Map<String, Object> raw = new LinkedHashMap<>();
    raw.put("model", "model");
    raw.put("train", "train.tsv");
    raw.put("dev", "dev.tsv");
    raw.putAll(first);
    raw.putAll(second);
    raw.put("search", options);
    return SearchPlan.parse("search.yaml", raw, Map.of());
  }
}
