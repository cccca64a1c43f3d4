package org.transformerzoo.training.loop;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.training.evaluation.Metric;

/** The training loop. Everything that is not training itself is a {@link TrainingListener}. */
public final class Trainer {

  private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

  private final TrainingPlan plan;
  private final TrainingState state;
  private final TrainingStep step;
  private final Supplier<Map<String, Double>> evaluation;
  private final List<TrainingListener> listeners;
  private long waitedNanos;
  private long stepNanos;

  /**
   * Puts the parts together.
   *
   * @param state where training begins: fresh, or restored from a checkpoint
   * @param evaluation the metrics of the weights as they are
   * @param listeners told in this order
   */
  public Trainer(
      TrainingPlan plan,
      TrainingState state,
      TrainingStep step,
      Supplier<Map<String, Double>> evaluation,
      List<TrainingListener> listeners) {
    this.plan = plan;
    this.state = state;
    this.step = step;
    this.evaluation = evaluation;
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Trains to the end of the plan, or until patience runs out; the model then has its best weights.
   *
   * @throws TrainingFailedException if a loss or gradient is not finite
   */
  public TrainingResult train() {
    try {
      tell(listener -> listener.started(plan, state.step()));
      while (state.step() < plan.totalSteps() && !state.selection().exhausted()) {
        takeStep();
        boolean evaluated = plan.evaluatesAfter(state.step());
        if (evaluated) {
          state.withAverage(this::evaluate);
        }
        tell(listener -> listener.settled(state.step(), evaluated));
      }
      LOG.info("{}", waiting());
      TrainingResult result = state.result(plan);
      tell(listener -> listener.finished(result));
      state.selection().restoreBest();
      return result;
    } finally {
      tell(TrainingListener::closed);
    }
  }

  /** How much of the time of the steps went by before their batches were there. */
  private String waiting() {
    return "The steps took %.1f s, of which waiting for batches %.2f s (%.2f %%)"
        .formatted(
            stepNanos * 1e-9,
            waitedNanos * 1e-9,
            100.0 * (double) waitedNanos / (double) Math.max(1, stepNanos));
  }

  private void takeStep() {
    long start = System.nanoTime();
    StepBatch batch = state.batches().next(state.step());
    waitedNanos += System.nanoTime() - start;
    StepReport report = step.take(state.step(), batch);
    stepNanos += System.nanoTime() - start;
    state.advance();
    tell(listener -> listener.stepped(report));
  }

  private void evaluate() {
    StepMetrics metrics = new StepMetrics(state.step(), evaluation.get());
    requireFinite(metrics);
    boolean best = state.selection().offer(metrics);
    tell(listener -> listener.evaluated(metrics, best));
  }

  private static void requireFinite(StepMetrics metrics) {
    double loss = metrics.metrics().get(Metric.LOSS.name());
    if (!Double.isFinite(loss)) {
      throw new TrainingFailedException(
          "The loss on the evaluation data is %s after step %d; a lower learning rate may help"
              .formatted(loss, metrics.step()));
    }
  }

  private void tell(Consumer<TrainingListener> event) {
    listeners.forEach(event);
  }
}
