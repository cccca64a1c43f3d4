package org.transformerzoo.benchmarks.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.transformerzoo.benchmarks.contender.own.FeatureStep;
import org.transformerzoo.benchmarks.contender.own.StepFeature;
import org.transformerzoo.benchmarks.measurement.Rounds;
import org.transformerzoo.benchmarks.workload.Family;
import org.transformerzoo.benchmarks.workload.Sizes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code feature-cost}: what few-sample features cost or save over a plain step. */
@Command(
    name = "feature-cost",
    description = {
      "Times steps with each feature in turns with plain ones.",
      "Ratios are of medians, with the feature / without."
    })
final class FeatureCostCommand extends Verb {

  private static final int USUAL_ROUNDS = 5;

  @Option(
      names = "--features",
      split = ",",
      description = "Which of ${COMPLETION-CANDIDATES}; all by default.")
  private List<StepFeature> features = List.of(StepFeature.values());

  FeatureCostCommand(PrintStream results) {
    super(results);
  }

  @Override
  public Integer call() {
    Sizes sizes = options().sizes(Family.BERT, 1000, 0);
    Rounds rounds = options().rounds(USUAL_ROUNDS, 0);
    Map<String, Object> numbers = header("feature-cost", sizes, rounds);
    try (FeatureStep plain = new FeatureStep(sizes, StepFeature.PLAIN)) {
      numbers.put("optimizer", optimizer(plain, rounds.count()));
      for (StepFeature feature : features) {
        if (feature != StepFeature.PLAIN) {
          numbers.put(
              feature.name().toLowerCase(Locale.ROOT),
              compare(sizes, feature, plain, rounds.count()));
        }
      }
    }
    return finish(numbers, List.of());
  }

  /** The optimizer against what copying as many bytes takes. */
  private static Map<String, Object> optimizer(FeatureStep plain, int rounds) {
    plain.gradients();
    plain.optimizerStep();
    plain.copy();
    List<Double> steps = new ArrayList<>();
    List<Double> copies = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      steps.add(milliseconds(plain::optimizerStep));
      copies.add(milliseconds(plain::copy));
    }
    double copied = median(copies) * plain.updateBytes() / plain.copy();
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("milliseconds", median(steps));
    numbers.put("milliseconds_to_copy_as_much", copied);
    numbers.put("ratio", median(steps) / copied);
    System.err.printf(Locale.ROOT, "optimizer alone: %s%n", numbers);
    return numbers;
  }

  private static Map<String, Object> compare(
      Sizes sizes, StepFeature feature, FeatureStep plain, int rounds) {
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    try (FeatureStep step = new FeatureStep(sizes, feature)) {
      for (int i = -1; i < rounds; i++) {
        double one = milliseconds(() -> take(plain));
        double other = milliseconds(() -> take(step));
        if (i >= 0) { // the first compiles
          without.add(one);
          with.add(other);
        }
      }
    }
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("milliseconds", median(with));
    numbers.put("milliseconds_plain", median(without));
    numbers.put("ratio", median(with) / median(without));
    System.err.printf(Locale.ROOT, "%s: %s%n", feature, numbers);
    return numbers;
  }

  private static void take(FeatureStep step) {
    step.gradients();
    step.update();
  }

  private static double milliseconds(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) * 1e-6;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
