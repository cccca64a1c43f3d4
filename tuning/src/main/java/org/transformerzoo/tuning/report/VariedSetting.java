package org.transformerzoo.tuning.report;

import java.util.OptionalDouble;

/**
 * A setting that varies in a search.
 *
 * @param key of the setting
 * @param axis on which its values lie
 */
record VariedSetting(String key, Axis axis) {

  /** The place of a candidate's value. */
  OptionalDouble position(RankedCandidate candidate) {
    return axis.position(candidate.result().varied().get(key));
  }
}
