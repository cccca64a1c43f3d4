package org.transformerzoo.tuning.search;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.runner.BaseOptimizationRunner;
import org.nd4j.shade.guava.util.concurrent.ListenableFuture;
import org.nd4j.shade.guava.util.concurrent.ListeningExecutorService;
import org.nd4j.shade.guava.util.concurrent.MoreExecutors;

/**
 * Arbiter's runner with a thread of this process for each candidate under way, which looks often
 * whether the search is to end, and leaves no threads behind.
 */
@SuppressWarnings("rawtypes") // Arbiter's signatures
public class FineTuningRunner extends BaseOptimizationRunner {

  /** Runs end after their current step; what does not end in this time would hold up the end. */
  private static final long LONGEST_STEP_MINUTES = 10;

  private static final long MILLISECONDS_BETWEEN_LOOKS = 20;

  /** Finished candidates, for whose next one Arbiter would wait a second each time. */
  private static final class Finished extends LinkedBlockingQueue<Future<OptimizationResult>> {
    private static final long serialVersionUID = 1;

    @Override
    public Future<OptimizationResult> poll(long timeout, TimeUnit unit)
        throws InterruptedException {
      return super.poll(
          Math.min(unit.toMillis(timeout), MILLISECONDS_BETWEEN_LOOKS), TimeUnit.MILLISECONDS);
    }
  }

  private final IntSupplier most;
  private final TaskCreator tasks;
  private final ListeningExecutorService threads;

  /**
   * A runner of {@code tasks}.
   *
   * @param most candidates at a time, at least 1; asked for again and again
   */
  @SuppressWarnings("this-escape") // so do all of Arbiter's runners; init only creates its thread
  protected FineTuningRunner(
      IntSupplier most, OptimizationConfiguration configuration, TaskCreator tasks) {
    super(configuration);
    this.most = most;
    this.tasks = tasks;
    AtomicLong counter = new AtomicLong();
    this.threads =
        MoreExecutors.listeningDecorator(
            Executors.newCachedThreadPool(
                task -> {
                  Thread thread = new Thread(task, "candidate-" + counter.getAndIncrement());
                  thread.setDaemon(true);
                  return thread;
                }));
    completedFutures = new Finished();
    init();
  }

  @Override
  public void execute() {
    try {
      super.execute();
    } finally {
      threads.shutdownNow();
      futureListenerExecutor.shutdown();
    }
  }

  @Override
  public void shutdown(boolean awaitTermination) {
    if (!awaitTermination) {
      threads.shutdownNow();
      return;
    }
    threads.shutdown();
    try {
      if (!threads.awaitTermination(LONGEST_STEP_MINUTES, TimeUnit.MINUTES)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  protected int maxConcurrentTasks() {
    return most.getAsInt();
  }

  /** The data of a search are among the settings of its candidates. */
  private ListenableFuture<OptimizationResult> submit(Candidate candidate, ScoreFunction score) {
    Class<? extends DataSource> none = null;
    return threads.submit(tasks.create(candidate, none, null, score, statusListeners, this));
  }

  @Deprecated
  @Override
  protected ListenableFuture<OptimizationResult> execute(
      Candidate candidate, DataProvider data, ScoreFunction score) {
    return submit(candidate, score);
  }

  @Deprecated
  @Override
  protected List<ListenableFuture<OptimizationResult>> execute(
      List<Candidate> candidates, DataProvider data, ScoreFunction score) {
    return candidates.stream().map(candidate -> submit(candidate, score)).toList();
  }

  @Override
  protected ListenableFuture<OptimizationResult> execute(
      Candidate candidate,
      Class<? extends DataSource> data,
      Properties properties,
      ScoreFunction score) {
    return submit(candidate, score);
  }

  @Override
  protected List<ListenableFuture<OptimizationResult>> execute(
      List<Candidate> candidates,
      Class<? extends DataSource> data,
      Properties properties,
      ScoreFunction score) {
    return candidates.stream().map(candidate -> submit(candidate, score)).toList();
  }
}
