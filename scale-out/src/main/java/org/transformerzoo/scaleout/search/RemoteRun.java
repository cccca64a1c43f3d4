package org.transformerzoo.scaleout.search;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.transformerzoo.tuning.search.Ending;
import org.transformerzoo.tuning.search.RunInProcess;
import org.transformerzoo.tuning.search.RunRequest;
import org.transformerzoo.tuning.search.RunResult;
import org.transformerzoo.zoo.model.Folders;

/**
 * A run in an executor, seen from the driver. Its pieces stay on the executor's disk until the
 * driver has those that it wants; if the executor is lost before, Spark runs it again.
 */
final class RemoteRun implements AutoCloseable {

  private static final String UNFINISHED = "model.part";

  /** Pieces of at most a mebibyte that the driver has in memory at a time. */
  private static final int WINDOW = 32;

  private final JavaRDD<RunPiece> pieces;

  RemoteRun(JavaSparkContext context, RunTask task) {
    this.pieces =
        context
            .parallelize(List.of(task), 1)
            .flatMap(RunTask::pieces)
            .persist(StorageLevel.DISK_ONLY());
  }

  /** Some of the pieces. */
  private record Window(int from, int count) implements Serializable {

    Iterator<RunPiece> of(Iterator<RunPiece> all) {
      for (int skipped = 0; skipped < from && all.hasNext(); skipped++) {
        all.next();
      }
      List<RunPiece> some = new ArrayList<>();
      while (some.size() < count && all.hasNext()) {
        some.add(all.next());
      }
      return some.iterator();
    }
  }

  private List<RunPiece> fetch(Window window) {
    return pieces.mapPartitions(window::of).collect();
  }

  /** Waits for the run's end and brings what is wanted of it to its folder. */
  RunResult take(RunRequest request) {
    try {
      while (true) {
        RunPiece first = fetch(new Window(0, 1)).get(0);
        if (first instanceof RunPiece.Refused refused) {
          throw refused.reason();
        }
        RunPiece.Ended ended = (RunPiece.Ended) first;
        if (!isWanted(ended, request) || fetchModel(ended, request.folder())) {
          write(ended.files(), request.folder());
          return ended.result();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(request.folder() + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static boolean isWanted(RunPiece.Ended ended, RunRequest request) {
    return ended.modelPieces() > 0
        && ended.result().ending() == Ending.COMPLETE
        && request.keepsModel().test(ended.result());
  }

  /** Returns false if the run was repeated meanwhile, so that its pieces are those of another. */
  private boolean fetchModel(RunPiece.Ended ended, Path folder) throws IOException {
    Path part = folder.resolve(UNFINISHED);
    Folders.delete(part);
    Files.createDirectories(part);
    for (int from = 0; from < ended.modelPieces(); from += WINDOW) {
      for (RunPiece piece : fetch(new Window(1 + from, WINDOW))) {
        if (!(piece instanceof RunPiece.Bytes bytes) || !bytes.isOf(ended)) {
          Folders.delete(part);
          return false;
        }
        bytes.appendTo(part);
      }
    }
    Path model = RunInProcess.model(folder);
    Folders.delete(model);
    Files.move(part, model, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  private static void write(Map<String, byte[]> files, Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  @Override
  public void close() {
    pieces.unpersist(false);
  }
}
