package org.transformerzoo.tuning.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.tuning.search.CandidateResult;
import org.transformerzoo.tuning.search.Ending;
import org.transformerzoo.tuning.search.SearchFolder;
import org.transformerzoo.tuning.search.SearchPlan;
import org.transformerzoo.tuning.search.SearchRecord;

/**
 * What a report tells: a search as far as it is on disk.
 *
 * @param folder of the search
 * @param plan of the search
 * @param record the candidates that are finished, at least one
 * @param settings those that vary, in the order of the plan
 * @param candidates those of the record, the best first
 * @param bestConfiguration as YAML for {@code finetune}; empty if no candidate came to its end
 */
record ReportedSearch(
    Path folder,
    SearchPlan plan,
    SearchRecord record,
    List<VariedSetting> settings,
    List<RankedCandidate> candidates,
    Optional<String> bestConfiguration) {

  /**
   * Reads the search in a folder, which may be going on.
   *
   * @throws InvalidSettingException if there is none, or none of its candidates is finished
   */
  static ReportedSearch read(Path folder) {
    SearchFolder search = new SearchFolder(folder);
    if (!search.exists()) {
      throw new InvalidSettingException(
          "%s holds no search: there is no %s in it, expected the output of tzoo search"
              .formatted(folder, SearchFolder.PLAN));
    }
    SearchPlan plan = search.recordedPlan();
    SearchRecord record = search.record(plan.metric());
    if (record.size() == 0) {
      throw new InvalidSettingException(
          "No candidate of the search in %s is finished, expected at least one".formatted(folder));
    }
    return new ReportedSearch(
        search.path(),
        plan,
        record,
        plan.space().varied().entrySet().stream()
            .map(entry -> new VariedSetting(entry.getKey(), Axis.of(entry.getValue())))
            .toList(),
        RankedCandidate.rank(record.leaderboard(), record.metric()),
        record.best().map(CandidateResult::index).map(search::configuration));
  }

  /** By what candidates are compared. */
  Metric metric() {
    return record.metric();
  }

  /** The best of the candidates, if it came to its end. */
  Optional<RankedCandidate> best() {
    return candidates.stream().filter(RankedCandidate::isBest).findFirst();
  }

  /** The candidates with a score, the best first. */
  List<RankedCandidate> scored() {
    return candidates.stream().filter(candidate -> candidate.result().score() != null).toList();
  }

  /** How many candidates ended in each way in which any did. */
  Map<Ending, Long> endings() {
    Map<Ending, Long> counts = new TreeMap<>();
    candidates.forEach(candidate -> counts.merge(candidate.result().ending(), 1L, Long::sum));
    return counts;
  }

  /** Whether fewer candidates are finished than there were to be. */
  boolean isUnfinished() {
    return candidates.size() < plan.candidates();
  }

  /** An axis on which all scores have a place. */
  NumberAxis scoreAxis() {
    return NumberAxis.around(
        scored().stream().mapToDouble(candidate -> candidate.result().score()).toArray());
  }

  /** An axis on which the scores of single runs have a place. */
  NumberAxis runAxis() {
    return NumberAxis.around(
        scored().stream()
            .map(RankedCandidate::spread)
            .flatMapToDouble(spread -> DoubleStream.of(spread.worst(), spread.best()))
            .toArray());
  }
}
