package org.transformerzoo.tuning.search;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.Setting;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.tuning.space.CandidateSettings;
import org.transformerzoo.tuning.space.FineTuningSpace;

/** Runs a candidate with each of its seeds and notes what comes of it. */
final class CandidateRuns {

  private static final List<Setting<?>> FILES =
      List.of(ModelSettings.MODEL, DataSettings.TRAIN, DataSettings.DEV);

  private final SearchPlan plan;
  private final SearchFolder folder;
  private final SearchPlace place;
  private final StopSignal stop;
  private final SearchRecord record;

  CandidateRuns(
      SearchPlan plan,
      SearchFolder folder,
      SearchRecord record,
      SearchPlace place,
      StopSignal stop) {
    this.plan = plan;
    this.record = record;
    this.folder = folder;
    this.place = place;
    this.stop = stop;
  }

  /**
   * Runs candidate {@code index}; runs that are finished already are not repeated.
   *
   * @throws SearchEndedException if the search ended in the middle of it
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
    Path own = folder.run(index, run);
    FineTuningConfiguration configuration = configuration(point, run, RunInProcess.model(own));
    folder.open(index, settings(configuration));
    folder.openRun(index, run);
    RunResult result =
        place.take(
            new RunRequest(
                configuration,
                own,
                plan.options().stopping(),
                record::curves,
                plan.space().isFixed(FILES),
                this::keepsModel));
    folder.write(index, run, result);
    return result;
  }

  /** Whether the model of a run may still be wanted: what does worse than the best never is. */
  private boolean keepsModel(RunResult result) {
    return switch (plan.options().keep()) {
      case NONE -> false;
      case ALL -> true;
      case BEST -> plan.options().seeds() > 1 || !isWorseThanBest(result);
    };
  }

  private boolean isWorseThanBest(RunResult result) {
    return record
        .best()
        .filter(best -> record.metric().improves(best.score(), result.best()))
        .isPresent();
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
}
