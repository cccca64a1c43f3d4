package org.transformerzoo.tuning.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultSaver;
import org.transformerzoo.tuning.space.CandidateSettings;
import org.transformerzoo.zoo.model.Folders;

/** Notes a finished candidate in its folder and deletes the models that are not to be kept. */
final class CandidateSaver implements ResultSaver {

  private final SearchFolder folder;
  private final SearchRecord record;
  private final SearchOptions options;
  private final Leaderboard leaderboard;

  CandidateSaver(
      SearchFolder folder, SearchRecord record, SearchOptions options, Leaderboard leaderboard) {
    this.folder = folder;
    this.record = record;
    this.options = options;
    this.leaderboard = leaderboard;
  }

  /** One at a time, so that the best of them is known. */
  @Override
  public synchronized ResultReference saveModel(OptimizationResult result, Object modelResult)
      throws IOException {
    CandidateResult candidate = (CandidateResult) modelResult;
    folder.write(candidate);
    record.add(candidate);
    leaderboard.write(record);
    tidy();
    return new Reference(result, folder.candidate(candidate.index()));
  }

  /** Deletes the models that are not to be kept, those that an earlier process left too. */
  synchronized void tidy() throws IOException {
    if (options.keep() == Keep.ALL) {
      return;
    }
    Optional<CandidateResult> kept = options.keep() == Keep.BEST ? record.best() : Optional.empty();
    for (CandidateResult candidate : record.leaderboard()) {
      if (kept.filter(candidate::equals).isEmpty()) {
        deleteModels(candidate);
      }
    }
  }

  private void deleteModels(CandidateResult candidate) throws IOException {
    for (int run = 1; run <= candidate.runs().size(); run++) {
      Folders.delete(RunInProcess.model(folder.run(candidate.index(), run)));
    }
  }

  @Override
  public List<Class<?>> getSupportedCandidateTypes() {
    return List.of(CandidateSettings.class);
  }

  @Override
  public List<Class<?>> getSupportedModelTypes() {
    return List.of(CandidateResult.class);
  }

  /** A candidate's result, and its folder in place of its model. */
  private record Reference(OptimizationResult result, Path folder) implements ResultReference {

    @Override
    public OptimizationResult getResult() {
      return result;
    }

    @Override
    public Object getResultModel() {
      return folder;
    }
  }
}
