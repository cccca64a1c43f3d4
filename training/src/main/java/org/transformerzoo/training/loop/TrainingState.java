package org.transformerzoo.training.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.datavec.batching.BatchPosition;
import org.transformerzoo.training.checkpoint.DamagedCheckpointException;
import org.transformerzoo.training.checkpoint.SavedCheckpoint;
import org.transformerzoo.training.optimizer.Optimizer;
import org.transformerzoo.training.precision.LossScale;
import org.transformerzoo.training.precision.LossScaler;
import org.transformerzoo.zoo.parameter.FlatParameters;

/**
 * Everything that the rest of a run depends on: weights, optimizer, position in the data, and the
 * selection of the best weights. A run that goes on from a saved state ends with the same weights,
 * bit for bit, as one that was never interrupted.
 */
public final class TrainingState {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VALUES = "values";
  private static final String BEST = "best-values";
  private static final String OPTIMIZER = "optimizer-";

  private final FlatParameters parameters;
  private final Optimizer optimizer;
  private final StepBatches batches;
  private final ModelSelection selection;
  private final LossScaler scaler;
  private long step;

  /**
   * The numbers of a state.
   *
   * @param step optimizer steps taken
   * @param data the next batch of each task
   * @param best the best evaluation, null if there was none
   * @param last the latest evaluation, null if there was none
   * @param sinceBest evaluations since the best one
   * @param lossScale of the next step, null for one
   */
  record Position(
      long step,
      List<BatchPosition> data,
      StepMetrics best,
      StepMetrics last,
      int sinceBest,
      LossScale lossScale) {

    Position {
      lossScale = lossScale == null ? LossScale.ONE : lossScale;
    }
  }

  /** The state at the beginning of training. */
  public TrainingState(
      FlatParameters parameters,
      Optimizer optimizer,
      StepBatches batches,
      ModelSelection selection,
      LossScaler scaler) {
    this.parameters = parameters;
    this.optimizer = optimizer;
    this.batches = batches;
    this.selection = selection;
    this.scaler = scaler;
  }

  /** How many optimizer steps have been taken. */
  public long step() {
    return step;
  }

  void advance() {
    step++;
  }

  StepBatches batches() {
    return batches;
  }

  ModelSelection selection() {
    return selection;
  }

  TrainingResult result(TrainingPlan plan) {
    return new TrainingResult(
        selection.best().orElseThrow(), selection.last().orElseThrow(), step < plan.totalSteps());
  }

  /** Does {@code work} with the averaged weights in the model, if there are any. */
  void withAverage(Runnable work) {
    Optional<INDArray> average = optimizer.average();
    if (average.isEmpty()) {
      work.run();
      return;
    }
    INDArray current = parameters.values().dup();
    parameters.values().assign(average.get());
    try {
      work.run();
    } finally {
      parameters.values().assign(current);
    }
  }

  /** The numbers of this state, for a checkpoint. */
  public JsonNode position() {
    return JSON.valueToTree(
        new Position(
            step,
            batches.positions(),
            selection.best().orElse(null),
            selection.last().orElse(null),
            selection.sinceBest(),
            scaler.scale()));
  }

  /** The arrays of this state, for a checkpoint: float32, flat. */
  public Map<String, INDArray> arrays() {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put(VALUES, parameters.values());
    optimizer.state().forEach((name, array) -> arrays.put(OPTIMIZER + name, array));
    selection.bestWeights().ifPresent(weights -> arrays.put(BEST, weights));
    return arrays;
  }

  /**
   * Takes over what {@code checkpoint} holds.
   *
   * @throws DamagedCheckpointException if it is not whole; the state is then of no use until
   *     another checkpoint is restored
   */
  public void restore(SavedCheckpoint checkpoint) {
    Position position = checkpoint.position(Position.class);
    checkpoint.read(VALUES, parameters.values());
    optimizer.state().forEach((name, array) -> checkpoint.read(OPTIMIZER + name, array));
    scaler.resume(position.lossScale());
    // Steps that were skipped are steps of the run and not of the optimizer.
    optimizer.resumeAt(position.step() - position.lossScale().skipped());
    if (position.best() != null) {
      checkpoint.read(
          BEST, selection.resume(position.best(), position.last(), position.sinceBest()));
    }
    batches.startAt(position.data());
    step = position.step();
  }
}
