package org.transformerzoo.tuning.space;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A point of a space: a raw value for each setting of a run, as YAML has them. */
public final class CandidateSettings implements Serializable {

  private static final long serialVersionUID = 1;

  private final LinkedHashMap<String, Object> values;

  /** Copies {@code values}, whose members can be serialized. */
  public CandidateSettings(Map<String, ?> values) {
    this.values = new LinkedHashMap<>(values);
  }

  /** By key, in the order of the space; a null is a setting that is not set. */
  public Map<String, Object> values() {
    return Collections.unmodifiableMap(values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CandidateSettings settings && settings.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
