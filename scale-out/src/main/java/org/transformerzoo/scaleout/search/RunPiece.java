package org.transformerzoo.scaleout.search;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.transformerzoo.tuning.search.RunResult;

/** A part of what comes back from a run in an executor. */
sealed interface RunPiece extends Serializable {

  /**
   * How it ended, the first piece.
   *
   * @param attempt tells a run from one that took its place
   * @param files log and metrics, by name
   * @param modelPieces how many pieces follow
   */
  record Ended(String attempt, RunResult result, Map<String, byte[]> files, int modelPieces)
      implements RunPiece {}

  /**
   * Files that all candidates share could not be used.
   *
   * @param reason an exception without a cause, which could not travel
   */
  record Refused(RuntimeException reason) implements RunPiece {}

  /** A part of a file of the model; the parts of a file follow each other. */
  final class Bytes implements RunPiece {
    private static final long serialVersionUID = 1;

    private final String attempt;
    private final String file;
    private final byte[] content;

    /**
     * A part.
     *
     * @param attempt to which it belongs
     * @param file its name in the folder of the model
     * @param content which must not be changed any more
     */
    Bytes(String attempt, String file, byte[] content) {
      this.attempt = attempt;
      this.file = file;
      this.content = content;
    }

    boolean isOf(Ended run) {
      return attempt.equals(run.attempt());
    }

    /** Puts it behind the parts that are in {@code folder} already. */
    void appendTo(Path folder) throws IOException {
      Path target = folder.resolve(file);
      Files.createDirectories(target.getParent());
      Files.write(target, content, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }
}
