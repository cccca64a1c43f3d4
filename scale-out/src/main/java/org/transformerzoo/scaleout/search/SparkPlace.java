package org.transformerzoo.scaleout.search;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.tuning.search.RunRequest;
import org.transformerzoo.tuning.search.RunResult;
import org.transformerzoo.tuning.search.SearchEndedException;
import org.transformerzoo.tuning.search.SearchPlace;
import org.transformerzoo.tuning.search.SearchPlaceLostException;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.hub.HubException;

/**
 * The runs of a search on the executors of Spark, each a job of one task; the search itself and its
 * folder stay with the driver. Model and data go to each executor once.
 *
 * <p>A run whose executor is lost is run again on another, as often as Spark repeats a task; after
 * that it has failed, for it may be what ends its executors. What the training throws is a failed
 * run and not a failed task.
 *
 * <p>Rules that stop bad runs see, in a run, the evaluations of the runs that had ended when it
 * began.
 */
public final class SparkPlace implements SearchPlace {

  private static final String TASK_CORES = "spark.task.cpus";
  private static final Pattern LOST = Pattern.compile("ExecutorLostFailure.*Reason: (.*)");

  private final JavaSparkContext context;
  private final ExecutorTrial trial;
  private final Shipping shipping;
  private final String group = "search-" + UUID.randomUUID();
  private volatile boolean ended;

  /** Fine-tunes on the executors of {@code context}. */
  public SparkPlace(JavaSparkContext context) {
    this(context, ExecutorTrial.FINE_TUNING);
  }

  SparkPlace(JavaSparkContext context, ExecutorTrial trial) {
    this.context = context;
    this.trial = trial;
    this.shipping = new Shipping(context);
  }

  @Override
  public SparkOptimizationRunner runner(
      OptimizationConfiguration configuration, TaskCreator tasks) {
    return new SparkOptimizationRunner(this, configuration, tasks);
  }

  /** How many runs the executors can have at a time, as far as they have come. */
  int slots() {
    try {
      return Math.max(1, context.defaultParallelism() / threadsPerTask());
    } catch (IllegalStateException e) {
      return 1; // Spark has ended, which the runs tell
    }
  }

  private int threadsPerTask() {
    return context.getConf().getInt(TASK_CORES, 1);
  }

  /** Ends all runs, and those that might still be asked for. */
  void end() {
    ended = true;
    if (!context.sc().isStopped()) {
      context.sc().cancelJobGroupAndFutureJobs(group);
    }
  }

  @Override
  public RunResult take(RunRequest request) {
    long begin = System.nanoTime();
    try (RemoteRun run = new RemoteRun(context, task(request))) {
      context.setJobGroup(group, "run " + request.folder(), false);
      return run.take(request);
    } catch (HubException e) {
      return failed(request, begin, e.getMessage());
    } catch (InvalidDataException | InvalidModelException | UncheckedIOException e) {
      throw e;
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare
      return lost(request, begin, e);
    }
  }

  private RunTask task(RunRequest request) {
    return new RunTask(
        shipping.ship(request.configuration()),
        request.stopping(),
        List.copyOf(request.others().get()),
        request.filesAreShared(),
        trial,
        threadsPerTask());
  }

  private RunResult lost(RunRequest request, long begin, Exception e) {
    if (ended) {
      throw new SearchEndedException();
    }
    String message = String.valueOf(e.getMessage());
    if (context.sc().isStopped()) {
      throw new SearchPlaceLostException(
          "Spark has ended and the search can go on later: " + firstLine(message), e);
    }
    Matcher reason = LOST.matcher(message);
    if (reason.find()) {
      return failed(request, begin, "Its executors were lost, the last one by: " + reason.group(1));
    }
    throw new SearchPlaceLostException(
        "The executors of Spark cannot run the search: " + firstLine(message), e);
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }

  private static RunResult failed(RunRequest request, long begin, String reason) {
    double seconds = (System.nanoTime() - begin) * 1e-9;
    return RunResult.failed(request.configuration(), seconds, reason);
  }
}
