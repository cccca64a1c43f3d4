package org.transformerzoo.tuning.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.training.loop.StepMetrics;
import org.transformerzoo.training.loop.StepReport;
import org.transformerzoo.training.loop.TrainingListener;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.model.Folders;

/** A run in this process. */
public final class RunInProcess {

  private static final Logger LOG = LoggerFactory.getLogger(RunInProcess.class);
  private static final String MODEL = "model";
  private static final String UNFINISHED = "model.training";

  private final CandidateTrial trial;
  private final BooleanSupplier ended;

  /** Ends a run after its current step. */
  private record EndOfSearch(BooleanSupplier ended) implements TrainingListener {

    private void check() {
      if (ended.getAsBoolean()) {
        throw new SearchEndedException();
      }
    }

    @Override
    public void stepped(StepReport report) {
      check();
    }

    @Override
    public void evaluated(StepMetrics metrics, boolean best) {
      check();
    }
  }

  /**
   * Runs {@code trial}.
   *
   * @param ended whether the search has ended, which ends the run after its current step
   */
  public RunInProcess(CandidateTrial trial, BooleanSupplier ended) {
    this.trial = trial;
    this.ended = ended;
  }

  /** Where the model of a run is, if it is kept. */
  public static Path model(Path run) {
    return run.resolve(MODEL);
  }

  /** Takes a run to its end, see {@link SearchPlace#take}. */
  public RunResult take(RunRequest request) {
    RunResult result = result(request);
    if (result.ending() != Ending.COMPLETE || !request.keepsModel().test(result)) {
      delete(model(request.folder()));
    }
    delete(request.folder().resolve(UNFINISHED));
    return result;
  }

  private RunResult result(RunRequest request) {
    RunWatch watch =
        new RunWatch(request.configuration().metric(), request.stopping().rule(), request.others());
    Outcome outcome = new Outcome(request.configuration(), watch, System.nanoTime());
    try {
      List<TrainingListener> listeners =
          List.of(new RunLog(request.folder()), new EndOfSearch(ended), watch);
      return outcome.of(trial.run(request.configuration(), request.folder(), listeners));
    } catch (SearchEndedException e) {
      throw e;
    } catch (RunWatch.RunStoppedException e) {
      return outcome.stopped(e);
    } catch (InvalidDataException | InvalidModelException e) {
      if (request.filesAreShared()) {
        throw e; // no other candidate can use them either
      }
      return outcome.failed(e);
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.debug("A run failed", e);
      return outcome.failed(e);
    }
  }

  private static void delete(Path path) {
    try {
      Folders.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be deleted: " + e.getMessage(), e);
    }
  }
}
