package org.transformerzoo.zoo.hub;

import java.time.Duration;
import java.util.OptionalLong;

/** Hears how a download gets on. All methods are called on the thread that asked for the model. */
public interface ProgressListener {

  /** Hears nothing. */
  static ProgressListener none() {
    return new ProgressListener() {};
  }

  /**
   * A file is about to be downloaded, or to be continued.
   *
   * @param file its name
   * @param present how many bytes of it are here already
   * @param length how many it has, if the hub says so
   */
  default void started(String file, long present, OptionalLong length) {}

  /**
   * More of a file has come.
   *
   * @param present how many bytes of it are here; fewer than before if it had to start again
   */
  default void advanced(String file, long present) {}

  /** A file is complete and checked. */
  default void finished(String file) {}

  /** A request failed for {@code reason} and is repeated after {@code delay}. */
  default void retrying(String file, String reason, Duration delay) {}

  /** Another thread or process is downloading {@code model}; this one waits for it. */
  default void waiting(ModelId model) {}

  /** Something that a user should know, as a sentence. */
  default void note(String sentence) {}
}
