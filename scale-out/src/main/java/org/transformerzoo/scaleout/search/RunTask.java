package org.transformerzoo.scaleout.search;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.scaleout.ShippedFile;
import org.transformerzoo.training.finetuning.RunCard;
import org.transformerzoo.tuning.search.RunInProcess;
import org.transformerzoo.tuning.search.RunRequest;
import org.transformerzoo.tuning.search.RunResult;
import org.transformerzoo.tuning.search.Stopping;
import org.transformerzoo.tuning.stopping.Curve;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.model.Folders;

/**
 * What an executor does with a run. What the training throws is a result; only what keeps the
 * executor from training at all is a failure of the task, which Spark repeats. If Spark wants the
 * task to end, it ends after its current step.
 *
 * @param others the evaluations of the runs that had ended when this one was asked for
 * @param threads of native code for this task
 */
record RunTask(
    ShippedSettings settings,
    Stopping stopping,
    List<Curve> others,
    boolean filesAreShared,
    ExecutorTrial trial,
    int threads)
    implements Serializable {

  /** Takes the run to its end and then reads its model piece by piece, as they are asked for. */
  Iterator<RunPiece> pieces() throws IOException {
    Path folder = Files.createTempDirectory(ShippedFile.folder(), "run-");
    TaskCompletionListener cleaning = ended -> delete(folder);
    TaskContext.get().addTaskCompletionListener(cleaning);
    try {
      RunResult result = take(folder);
      rename(folder);
      return pieces(folder, result);
    } catch (InvalidDataException e) {
      return refused(new InvalidDataException(named(e.getMessage(), folder)));
    } catch (InvalidModelException e) {
      return refused(new InvalidModelException(named(e.getMessage(), folder)));
    }
  }

  private static Iterator<RunPiece> refused(RuntimeException reason) {
    return List.<RunPiece>of(new RunPiece.Refused(reason)).iterator();
  }

  private RunResult take(Path folder) {
    RunRequest request =
        new RunRequest(
            settings.here(RunInProcess.model(folder)),
            folder,
            stopping,
            () -> others,
            filesAreShared,
            result -> true);
    RunResult result =
        new RunInProcess(trial.open(threads), TaskContext.get()::isInterrupted).take(request);
    return result.reason() == null ? result : result.withReason(named(result.reason(), folder));
  }

  private String named(String text, Path folder) {
    return settings.withNamesOfDriver(text, RunInProcess.model(folder));
  }

  /** Lets the cards of the model speak of the files as the driver knows them. */
  private void rename(Path folder) throws IOException {
    Path model = RunInProcess.model(folder);
    if (!Files.exists(model)) {
      return;
    }
    try (Stream<Path> members = Files.walk(model)) {
      for (Path card : members.filter(file -> file.endsWith(RunCard.NAME)).toList()) {
        Files.writeString(card, named(Files.readString(card), folder));
      }
    }
  }

  private static Iterator<RunPiece> pieces(Path folder, RunResult result) throws IOException {
    String attempt = UUID.randomUUID().toString();
    Map<String, byte[]> files = new HashMap<>();
    for (Path member : Folders.members(folder)) {
      if (Files.isRegularFile(member)) {
        files.put(member.getFileName().toString(), Files.readAllBytes(member));
      }
    }
    ModelPieces model = new ModelPieces(attempt, RunInProcess.model(folder));
    return Stream.concat(
            Stream.<RunPiece>of(new RunPiece.Ended(attempt, result, files, model.count())),
            model.read())
        .iterator();
  }

  private static void delete(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be deleted: " + e.getMessage(), e);
    }
  }
}
