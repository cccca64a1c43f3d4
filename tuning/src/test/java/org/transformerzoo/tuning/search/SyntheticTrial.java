package org.transformerzoo.tuning.search;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.loop.StepMetrics;
import org.transformerzoo.training.loop.TrainingListener;
import org.transformerzoo.training.loop.TrainingPlan;
import org.transformerzoo.training.loop.TrainingResult;

/** In place of fine-tuning: accuracy rises in equal steps to the value of a function. */
public final class SyntheticTrial implements CandidateTrial {

  static final int EVALUATIONS = 4;

  /** Highest, 1, where llrd is 0.9 and the learning rate 1e-4. */
  public static final ToDoubleFunction<FineTuningConfiguration> HILL =
      configuration -> {
        double decay = configuration.get(UpdateSettings.LLRD) - 0.9;
        double rate = Math.log10(configuration.get(UpdateSettings.LEARNING_RATE)) + 4;
        return 1 - 20 * decay * decay - 0.2 * rate * rate;
      };

  private final ToDoubleFunction<FineTuningConfiguration> objective;
  private final List<String> finished = new ArrayList<>();
  private final AtomicInteger evaluations = new AtomicInteger();

  public SyntheticTrial(ToDoubleFunction<FineTuningConfiguration> objective) {
    this.objective = objective;
  }

  @Override
  public TrainingResult run(
      FineTuningConfiguration configuration, Path folder, List<TrainingListener> listeners) {
    double target = objective.applyAsDouble(configuration);
    TrainingPlan plan = new TrainingPlan(EVALUATIONS, EVALUATIONS, OptionalLong.of(1), 1);
    listeners.forEach(listener -> listener.started(plan, 0));
    StepMetrics last = null;
    for (int step = 1; step <= EVALUATIONS; step++) {
      StepMetrics now =
          new StepMetrics(step, Map.of("accuracy", target * step / EVALUATIONS, "loss", -target));
      evaluations.incrementAndGet();
      listeners.forEach(listener -> listener.evaluated(now, true));
      last = now;
    }
    TrainingResult result = new TrainingResult(last, last, false);
    listeners.forEach(listener -> listener.finished(result));
    synchronized (finished) {
      finished.add(folder.getParent().getFileName() + "/" + folder.getFileName());
    }
    return result;
  }

  /** The runs that came to their end, such as {@code 00003/run-1}, in their order. */
  List<String> finished() {
    synchronized (finished) {
      return List.copyOf(finished);
    }
  }

  int evaluations() {
    return evaluations.get();
  }
}
