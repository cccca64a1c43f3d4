package org.transformerzoo.tuning.stopping;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.tuning.search.EvaluationTable;

/**
 * The rules that a search takes, on searches that were recorded without any: {@code
 * evaluations.csv} of a small BERT on sentence similarity and on textual entailment, with ten
 * evaluations in each run.
 */
class RecordedRunsTest {

  private static final int ORDERS = 1000;

  static Stream<Arguments> rulesAndRecords() {
    return Stream.of(MedianStopping.DEFAULT, SuccessiveHalving.DEFAULT)
        .flatMap(
            rule ->
                Stream.of(
                    Arguments.of(rule, "sts-b.csv", Metric.higher("pearson")),
                    Arguments.of(rule, "rte.csv", Metric.higher("accuracy"))));
  }

  private static List<Curve> read(String name) throws URISyntaxException {
    return EvaluationTable.read(
        Path.of(
            Objects.requireNonNull(RecordedRunsTest.class.getResource("/recorded/" + name))
                .toURI()));
  }

  private static double best(Curve run, Metric metric) {
    return run.bestUntil(1, metric).orElseThrow();
  }

  private static int winner(List<Curve> runs, Metric metric) {
    return IntStream.range(0, runs.size())
        .boxed()
        .reduce(
            (one, other) ->
                metric.improves(best(runs.get(other), metric), best(runs.get(one), metric))
                    ? other
                    : one)
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("rulesAndRecords")
  void theDefaultsSaveStepsAndNeverStopTheBestRun(StoppingRule rule, String name, Metric metric)
      throws URISyntaxException {
    List<Curve> runs = new ArrayList<>(read(name));
    double saved = 0;
    Random random = new Random(3);
    for (int order = 0; order < ORDERS; order++) {
      Replay replay = Replay.of(rule, runs, metric);
      assertThat(replay.stopped()).as("order %d", order).doesNotContain(winner(runs, metric));
      saved += replay.saved() / ORDERS;
      Collections.shuffle(runs, random);
    }
    assertThat(saved).isGreaterThan(0.05);
  }
}
