package org.transformerzoo.tuning.search;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultSaver;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;
import org.transformerzoo.tuning.space.CandidateSettings;

/**
 * What Arbiter's runner does with a candidate. It always returns a result: what it threw would
 * leave the candidate's status as it was, and Arbiter keeps a score that is NaN as the best for
 * ever.
 */
@SuppressWarnings("rawtypes") // Arbiter's signatures
final class CandidateTask implements Callable<OptimizationResult> {

  private final Candidate<?> candidate;
  private final ScoreFunction score;
  private final List<StatusListener> listeners;
  private final IOptimizationRunner runner;
  private final CandidateRuns runs;
  private final StopSignal stop;

  /** Makes the tasks of a search. */
  record Creator(CandidateRuns runs, StopSignal stop) implements TaskCreator {

    @Deprecated
    @Override
    public Callable<OptimizationResult> create(
        Candidate candidate,
        DataProvider data,
        ScoreFunction score,
        List<StatusListener> listeners,
        IOptimizationRunner runner) {
      return new CandidateTask((Candidate<?>) candidate, score, listeners, runner, this);
    }

    @Override
    public Callable<OptimizationResult> create(
        Candidate candidate,
        Class<? extends DataSource> data,
        Properties properties,
        ScoreFunction score,
        List<StatusListener> listeners,
        IOptimizationRunner runner) {
      return new CandidateTask((Candidate<?>) candidate, score, listeners, runner, this);
    }
  }

  private CandidateTask(
      Candidate<?> candidate,
      ScoreFunction score,
      List<StatusListener> listeners,
      IOptimizationRunner runner,
      Creator creator) {
    this.candidate = candidate;
    this.score = score;
    this.listeners = listeners;
    this.runner = runner;
    this.runs = creator.runs();
    this.stop = creator.stop();
  }

  @Override
  public OptimizationResult call() {
    long begin = System.currentTimeMillis();
    try {
      tell(info(CandidateStatus.Running, null, begin, null), null);
      CandidateResult result =
          runs.take(candidate.getIndex(), (CandidateSettings) candidate.getValue());
      OptimizationResult told = told(result, begin);
      ResultSaver saver = runner.getConfiguration().getResultSaver();
      told.setResultReference(saver.saveModel(told, result));
      tell(told.getCandidateInfo(), told);
      return told;
    } catch (SearchEndedException e) {
      return failed(CandidateStatus.Cancelled, begin, e);
    } catch (Throwable e) { // the search cannot go on: its folder cannot be written, for one
      stop.giveUp(e);
      return failed(CandidateStatus.Failed, begin, e);
    }
  }

  private OptimizationResult told(CandidateResult result, long begin) {
    Double value = score.score(result, (Class<? extends DataSource>) null, null);
    boolean failed = result.ending() == Ending.FAILED || value.isNaN();
    CandidateInfo info =
        failed
            ? info(CandidateStatus.Failed, null, begin, result.reason())
            : info(CandidateStatus.Complete, value, begin, null);
    return new OptimizationResult(
        candidate, failed ? null : value, candidate.getIndex(), result, info, null);
  }

  private OptimizationResult failed(CandidateStatus status, long begin, Throwable failure) {
    return new OptimizationResult(
        candidate,
        null,
        candidate.getIndex(),
        null,
        info(status, null, begin, String.valueOf(failure.getMessage())),
        null);
  }

  private CandidateInfo info(CandidateStatus status, Double value, long begin, String reason) {
    boolean ended = status != CandidateStatus.Running;
    return new CandidateInfo(
        candidate.getIndex(),
        status,
        value,
        begin,
        begin,
        ended ? System.currentTimeMillis() : null,
        candidate.getFlatParameters(),
        reason);
  }

  private void tell(CandidateInfo info, OptimizationResult result) {
    listeners.forEach(listener -> listener.onCandidateStatusChange(info, runner, result));
  }
}
