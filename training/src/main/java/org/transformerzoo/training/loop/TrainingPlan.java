package org.transformerzoo.training.loop;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.transformerzoo.training.configuration.EvaluationSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.TrainingSettings;

/**
 * How long training takes and when the model is evaluated; all in optimizer steps.
 *
 * @param stepsPerEpoch in one pass over the data, or as many as one over the data of all tasks
 *     would take, at least 1
 * @param totalSteps of the whole run, at least 1
 * @param evaluationSteps steps between evaluations, if they are counted in steps
 * @param evaluationsPerEpoch evaluations in an epoch otherwise, at least 1
 */
public record TrainingPlan(
    long stepsPerEpoch, long totalSteps, OptionalLong evaluationSteps, int evaluationsPerEpoch) {

  /**
   * The plan of a configuration.
   *
   * @param batchesPerEpoch the micro-batches that the data of each task make
   */
  public static TrainingPlan of(FineTuningConfiguration configuration, int... batchesPerEpoch) {
    int accumulation = configuration.get(TrainingSettings.ACCUMULATION);
    long stepsPerEpoch =
        Arrays.stream(batchesPerEpoch)
            .mapToLong(batches -> ((long) batches + accumulation - 1) / accumulation)
            .sum();
    long totalSteps =
        configuration
            .find(TrainingSettings.STEPS)
            .orElseGet(() -> configuration.get(TrainingSettings.EPOCHS) * stepsPerEpoch);
    Optional<Long> evaluationSteps =
        configuration
            .find(EvaluationSettings.EVALUATIONS)
            .map(times -> Math.max(1, totalSteps / times))
            .or(() -> configuration.find(EvaluationSettings.EVALUATION_STEPS));
    return new TrainingPlan(
        stepsPerEpoch,
        totalSteps,
        evaluationSteps.map(OptionalLong::of).orElseGet(OptionalLong::empty),
        configuration.get(EvaluationSettings.EVALUATIONS_PER_EPOCH));
  }

  /** The number of epochs, a last one that is cut short included. */
  public long epochs() {
    return (totalSteps + stepsPerEpoch - 1) / stepsPerEpoch;
  }

  /** Whether the model is evaluated after {@code step} steps; after the last one it always is. */
  public boolean evaluatesAfter(long step) {
    if (step == totalSteps) {
      return true;
    }
    if (evaluationSteps.isPresent()) {
      return step % evaluationSteps.getAsLong() == 0;
    }
    long inEpoch = (step - 1) % stepsPerEpoch; // counted from 0
    return (inEpoch + 1) * evaluationsPerEpoch / stepsPerEpoch
        > inEpoch * evaluationsPerEpoch / stepsPerEpoch;
  }
}
