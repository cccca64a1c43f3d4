package org.transformerzoo.tuning.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxTimeCondition;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.runner.BaseOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;
import org.transformerzoo.zoo.model.FolderHold;

/**
 * A search over fine-tuning configurations by Arbiter.
 *
 * <p>What is finished is on disk at once. If the process is killed, calling {@link #run} again on
 * the same folder goes on: no finished candidate is repeated, and in the end the candidates are the
 * same as without the interruption.
 */
public final class Search {

  private final SearchPlan plan;
  private final SearchFolder folder;
  private final StopSignal stop = new StopSignal();
  private final List<StatusListener> listeners = new ArrayList<>();
  private final List<TerminationCondition> conditions = new ArrayList<>();
  private SearchView view = (candidate, standing) -> {};
  private SearchPlace place;

  /** A search whose results go to {@code folder}, which is new or holds the same search. */
  public Search(SearchPlan plan, Path folder) {
    this.plan = plan;
    this.folder = new SearchFolder(folder);
    trial(new FineTuningTrial(UnaryOperator.identity(), plan.options().threads()));
  }

  /** Adds listeners of Arbiter's; they are told on the threads of the candidates. */
  public Search listeners(StatusListener... added) {
    listeners.addAll(Arrays.asList(added));
    return this;
  }

  /** Adds conditions of Arbiter's that end the search, and what is under way with it. */
  public Search terminationConditions(TerminationCondition... added) {
    conditions.addAll(Arrays.asList(added));
    return this;
  }

  /** Shows each finished candidate. */
  public Search view(SearchView other) {
    this.view = other;
    return this;
  }

  /** Tries candidates in another way than by fine-tuning. */
  public Search trial(CandidateTrial other) {
    return place(new ThisProcess(other, plan.options().parallel(), stop));
  }

  /** Has the runs elsewhere than in this process. */
  public Search place(SearchPlace other) {
    this.place = other;
    return this;
  }

  /** Ends the search after the current steps of its runs; may be called from any thread. */
  public void stop() {
    stop.give();
  }

  /**
   * Searches until all candidates are finished or a condition ends it.
   *
   * @throws org.transformerzoo.training.configuration.InvalidSettingException if the folder holds
   *     another search
   * @throws java.io.UncheckedIOException if the folder cannot be written
   */
  public SearchOutcome run() {
    FolderHold hold = folder.begin(plan);
    try {
      try {
        return runAlone();
      } finally {
        hold.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder.path() + " cannot be used: " + e.getMessage(), e);
    }
  }

  private SearchOutcome runAlone() throws IOException {
    SearchRecord record = folder.record(plan.metric());
    CandidateSequence sequence = new Generators(plan.space(), plan.options()).sequence(record);
    Leaderboard leaderboard = new Leaderboard(plan, folder);
    CandidateSaver saver = new CandidateSaver(folder, record, plan.options(), leaderboard);
    saver.tidy();
    leaderboard.write(record);
    try {
      runner(record, sequence, saver).execute();
    } finally {
      view.ended();
    }
    stop.failure().ifPresent(Search::rethrow);
    return new SearchOutcome(
        folder.path(), record.metric(), sequence.isFinished(), record.leaderboard());
  }

  private BaseOptimizationRunner runner(
      SearchRecord record, CandidateSequence sequence, CandidateSaver saver) {
    OptimizationConfiguration configuration =
        new OptimizationConfiguration.Builder()
            .candidateGenerator(sequence)
            .scoreFunction(new MetricScore(record.metric()))
            .modelSaver(saver)
            .terminationConditions(conditions(sequence))
            .build();
    CandidateRuns runs = new CandidateRuns(plan, folder, record, place, stop);
    BaseOptimizationRunner runner =
        place.runner(configuration, new CandidateTask.Creator(runs, stop));
    runner.addListeners(listeners.toArray(StatusListener[]::new));
    runner.addListeners(new SearchProgress(plan, record, view, System::nanoTime));
    return runner;
  }

  private List<TerminationCondition> conditions(CandidateSequence sequence) {
    List<TerminationCondition> all = new ArrayList<>();
    all.add(new Termination.Exhausted(sequence));
    all.add(new Termination.Told(stop));
    if (plan.options().minutes() > 0) {
      conditions.add(new MaxTimeCondition(plan.options().minutes(), TimeUnit.MINUTES));
    }
    conditions.forEach(condition -> all.add(new Termination.AtOnce(condition, stop)));
    return all;
  }

  private static void rethrow(Throwable failure) {
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    throw new IllegalStateException(failure);
  }
}
