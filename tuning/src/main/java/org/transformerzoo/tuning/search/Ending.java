package org.transformerzoo.tuning.search;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a candidate ended. */
public enum Ending {
  /** All its runs came to their end. */
  COMPLETE,
  /** It was given up early, for it did badly. */
  STOPPED,
  /** It could not be run, or has no score. */
  FAILED;

  /** As files and messages have it. */
  @JsonValue
  public String publicName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
