package org.transformerzoo.tuning.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.Setting;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.tuning.space.CandidateSettings;
import org.transformerzoo.tuning.space.FineTuningSpace;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.model.Folders;

/** Runs a candidate with each of its seeds and notes what comes of it. */
final class CandidateRuns {

  private static final Logger LOG = LoggerFactory.getLogger(CandidateRuns.class);
  private static final List<Setting<?>> FILES =
      List.of(ModelSettings.MODEL, DataSettings.TRAIN, DataSettings.DEV);
  private static final String MODEL = "model";
  private static final String UNFINISHED = "model.training";

  private final SearchPlan plan;
  private final SearchFolder folder;
  private final CandidateTrial trial;
  private final StopSignal stop;
  private final SearchRecord record;

  CandidateRuns(
      SearchPlan plan,
      SearchFolder folder,
      SearchRecord record,
      CandidateTrial trial,
      StopSignal stop) {
    this.plan = plan;
    this.record = record;
    this.folder = folder;
    this.trial = trial;
    this.stop = stop;
  }

  /**
   * Runs candidate {@code index}; runs that are finished already are not repeated.
   *
   * @throws StopSignal.SearchEndedException if the search ended in the middle of it
   */
  CandidateResult take(int index, CandidateSettings point) {
    Map<String, Object> varied = new LinkedHashMap<>();
    plan.space().varied().keySet().forEach(key -> varied.put(key, point.values().get(key)));
    List<RunResult> runs = new ArrayList<>();
    Ending ending = Ending.COMPLETE;
    String reason = null;
    try {
      for (int run = 1; run <= plan.options().seeds(); run++) {
        stop.check();
        RunResult result = takeOrRead(index, run, point);
        runs.add(result);
        if (result.ending() != Ending.COMPLETE) {
          ending = result.ending();
          reason = result.reason();
          break;
        }
      }
    } catch (InvalidSettingException e) {
      ending = Ending.FAILED;
      reason = e.getMessage();
    }
    return new CandidateResult(
        index,
        varied,
        ending,
        ending == Ending.FAILED ? null : meanOfBest(runs),
        runs,
        runs.stream().mapToDouble(RunResult::seconds).sum(),
        reason);
  }

  private static Double meanOfBest(List<RunResult> runs) {
    return runs.stream().mapToDouble(RunResult::best).average().orElseThrow();
  }

  private RunResult takeOrRead(int index, int run, CandidateSettings point) {
    return folder.finishedRun(index, run).orElseGet(() -> takeAndNote(index, run, point));
  }

  private RunResult takeAndNote(int index, int run, CandidateSettings point) {
    Path place = folder.run(index, run);
    FineTuningConfiguration configuration = configuration(point, run, model(place));
    folder.open(index, settings(configuration));
    folder.openRun(index, run);
    RunResult result = take(configuration, place);
    if (plan.options().keep() == Keep.NONE || result.ending() != Ending.COMPLETE) {
      delete(model(place));
    }
    delete(place.resolve(UNFINISHED));
    folder.write(index, run, result);
    return result;
  }

  /** All settings but where the result goes, and but the seed where there are several. */
  private Map<String, Object> settings(FineTuningConfiguration configuration) {
    Map<String, Object> settings = configuration.toMap();
    settings.remove(TrainingSettings.OUTPUT.key());
    if (plan.options().seeds() > 1) {
      settings.remove(TrainingSettings.SEED.key());
      settings.remove(TrainingSettings.DATA_SEED.key());
    }
    return settings;
  }

  private FineTuningConfiguration configuration(CandidateSettings point, int run, Path output) {
    FineTuningConfiguration configuration = FineTuningSpace.configuration(point, output);
    return plan.options().seeds() == 1
        ? configuration
        : configuration.toBuilder().set(TrainingSettings.SEED, (long) run).build();
  }

  private RunResult take(FineTuningConfiguration configuration, Path place) {
    RunWatch watch =
        new RunWatch(configuration.metric(), plan.options().stopping().rule(), record::curves);
    Outcome outcome = new Outcome(configuration, watch, System.nanoTime());
    try {
      return outcome.of(trial.run(configuration, place, List.of(new RunLog(place), stop, watch)));
    } catch (StopSignal.SearchEndedException e) {
      throw e;
    } catch (RunWatch.RunStoppedException e) {
      return outcome.stopped(e);
    } catch (InvalidDataException | InvalidModelException e) {
      if (plan.space().isFixed(FILES)) {
        throw e; // no other candidate can use them either
      }
      return outcome.failed(e);
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.debug("A run failed", e);
      return outcome.failed(e);
    }
  }

  /** Where the model of a run is, if it is kept. */
  static Path model(Path run) {
    return run.resolve(MODEL);
  }

  private static void delete(Path path) {
    try {
      Folders.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be deleted: " + e.getMessage(), e);
    }
  }
}
