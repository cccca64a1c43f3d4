package org.transformerzoo.tuning.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.tuning.stopping.Curve;

/** The finished candidates of a search, in memory; may be asked and told by several threads. */
public final class SearchRecord {

  private final Metric metric;
  private final Map<Integer, CandidateResult> results = new TreeMap<>();

  SearchRecord(Metric metric, List<CandidateResult> finished) {
    this.metric = metric;
    finished.forEach(this::add);
  }

  /** By what candidates are compared. */
  public Metric metric() {
    return metric;
  }

  synchronized void add(CandidateResult result) {
    results.put(result.index(), result);
  }

  /** Candidate {@code index}, if it is finished. */
  public synchronized Optional<CandidateResult> find(int index) {
    return Optional.ofNullable(results.get(index));
  }

  /** The evaluations of all finished runs that were evaluated at all. */
  synchronized List<Curve> curves() {
    return results.values().stream()
        .flatMap(result -> result.runs().stream())
        .map(RunResult::curve)
        .filter(curve -> !curve.points().isEmpty())
        .toList();
  }

  /** How many candidates are finished. */
  public synchronized int size() {
    return results.size();
  }

  /** All finished candidates, in the order of their numbers. */
  synchronized List<CandidateResult> inOrder() {
    return List.copyOf(results.values());
  }

  /** All finished candidates, the best first. */
  public synchronized List<CandidateResult> leaderboard() {
    return results.values().stream().sorted(CandidateResult.bestFirst(metric)).toList();
  }

  /** The best of those that came to their end. */
  public Optional<CandidateResult> best() {
    return leaderboard().stream().filter(CandidateResult::isComplete).findFirst();
  }
}
