package org.transformerzoo.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.task.TaskHeads;

/** All expected numbers are worked out by hand. */
class TaskEvaluationTest {

  private static final Offset<Double> EXACT = within(1e-12);
  private static final Offset<Double> SINGLE = within(1e-6);

  private static TaskEvaluation evaluation(String task, String... labels) {
    return TaskEvaluations.of(TaskHeads.named(task, List.of(labels)));
  }

  /** Logits [n, classes] that predict {@code classes}. */
  private static INDArray predicting(int width, int... classes) {
    float[][] logits = new float[classes.length][width];
    for (int i = 0; i < classes.length; i++) {
      logits[i][classes[i]] = 1;
    }
    return Nd4j.createFromArray(logits);
  }

  @Test
  void twoClasses() {
    TaskEvaluation evaluation = evaluation("classification", "no", "yes");
    // tp 3, fp 2, fn 1, tn 4, given in two batches
    evaluation.add(predicting(2, 1, 1, 1, 1, 1), Nd4j.createFromArray(1, 1, 1, 0, 0));
    evaluation.add(predicting(2, 0, 0, 0, 0, 0), Nd4j.createFromArray(1, 0, 0, 0, 0));
    Map<String, Double> metrics = evaluation.metrics(0);
    assertThat(metrics.get("accuracy")).isCloseTo(0.7, EXACT);
    assertThat(metrics.get("f1")).isCloseTo(6.0 / 9, EXACT);
    // (3·4 − 2·1) / √(5·4·6·5)
    assertThat(metrics.get("matthews")).isCloseTo(10 / Math.sqrt(600), EXACT);
  }

  @Test
  void threeClasses() {
    TaskEvaluation evaluation = evaluation("classification", "a", "b", "c");
    evaluation.add(predicting(3, 0, 0, 1, 1, 2, 0), Nd4j.createFromArray(0, 0, 0, 1, 2, 2));
    Map<String, Double> metrics = evaluation.metrics(0);
    assertThat(metrics.get("accuracy")).isCloseTo(4.0 / 6, EXACT);
    // F1: a 2·2/(3+3), b 2·1/(1+2), c 2·1/(2+1)
    assertThat(metrics.get("f1")).isCloseTo(2.0 / 3, EXACT);
    // truth 3,1,2; prediction 3,2,1: (6·4 − (9+2+2)) / √((36−14)(36−14))
    assertThat(metrics.get("matthews")).isCloseTo(11.0 / 22, EXACT);
  }

  @Test
  void aMajorityGuessHasNoCorrelation() {
    TaskEvaluation evaluation = evaluation("classification", "no", "yes");
    evaluation.add(predicting(2, 0, 0, 0), Nd4j.createFromArray(0, 1, 0));
    assertThat(evaluation.metrics(0).get("matthews")).isZero();
    assertThat(evaluation.metrics(0).get("f1")).isZero();
  }

  @Test
  void severalLabels() {
    TaskEvaluation evaluation = evaluation("multilabel", "x", "y");
    evaluation.add(
        Nd4j.createFromArray(new float[][] {{2, -1}, {1, 3}, {-4, 0.5f}, {-1, -1}}),
        Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}, {0, 0}, {1, 0}}));
    Map<String, Double> metrics = evaluation.metrics(0);
    // x: tp 1, fp 1, fn 1, tn 1; y: tp 1, fp 1, fn 0, tn 2
    assertThat(metrics.get("f1")).isCloseTo(4.0 / 7, EXACT);
    assertThat(metrics.get("macro-f1")).isCloseTo((0.5 + 2.0 / 3) / 2, EXACT);
    assertThat(metrics.get("accuracy")).isCloseTo(5.0 / 8, EXACT);
    assertThat(metrics.get("exact-match")).isCloseTo(0.25, EXACT);
  }

  @Test
  void numbers() {
    TaskEvaluation evaluation = evaluation("regression", "score");
    evaluation.add(
        Nd4j.createFromArray(new float[][] {{1}, {2}, {2}, {5}}),
        Nd4j.createFromArray(new float[][] {{1}, {3}, {2}, {4}}));
    Map<String, Double> metrics = evaluation.metrics(0);
    assertThat(metrics.get("mse")).isCloseTo(0.5, SINGLE);
    assertThat(metrics.get("rmse")).isCloseTo(Math.sqrt(0.5), SINGLE);
    assertThat(metrics.get("mae")).isCloseTo(0.5, SINGLE);
    // deviations −1.5 −.5 −.5 2.5 and −1.5 .5 −.5 1.5: 6 / √(9·5)... of squares 9 and 5
    assertThat(metrics.get("pearson")).isCloseTo(6 / Math.sqrt(45), EXACT);
    // ranks 0, 1.5, 1.5, 3 and 0, 2, 1, 3: 4.5 / √(4.5·5)
    assertThat(metrics.get("spearman")).isCloseTo(4.5 / Math.sqrt(22.5), EXACT);
  }

  @Test
  void constantPredictionsHaveNoCorrelation() {
    TaskEvaluation evaluation = evaluation("regression", "score");
    evaluation.add(
        Nd4j.createFromArray(new float[][] {{1}, {1}}),
        Nd4j.createFromArray(new float[][] {{1}, {3}}));
    assertThat(evaluation.metrics(0).get("pearson")).isZero();
    assertThat(evaluation.metrics(0).get("spearman")).isZero();
  }

  @Test
  void entitiesCountAsWholes() {
    TaskEvaluation evaluation = evaluation("tokens", "O", "B-X", "I-X", "B-Y");
    // truth  – B-X I-X O B-Y: an X and a Y; guess – B-X I-X I-X B-Y: another X and the Y
    evaluation.add(
        predicting(4, 3, 1, 2, 2, 3).reshape(1, 5, 4),
        Nd4j.createFromArray(new int[][] {{-100, 1, 2, 0, 3}}));
    Map<String, Double> metrics = evaluation.metrics(0);
    assertThat(metrics.get("accuracy")).isCloseTo(0.75, EXACT);
    assertThat(metrics.get("f1")).isCloseTo(0.5, EXACT);
    // O 0, B-X 1, I-X 2/3, B-Y 1
    assertThat(metrics.get("macro-f1")).isCloseTo((0 + 1 + 2.0 / 3 + 1) / 4, EXACT);
  }

  @Test
  void tagsThatAreNotBioHaveTheMeanF1() {
    TaskEvaluation evaluation = evaluation("tokens", "NOUN", "VERB");
    evaluation.add(
        predicting(2, 0, 1, 1).reshape(1, 3, 2), Nd4j.createFromArray(new int[][] {{0, 1, 0}}));
    assertThat(evaluation.metrics(0).get("f1")).isCloseTo(2.0 / 3, EXACT);
  }

  @Test
  void entityBoundaries() {
    assertThat(Entities.in(List.of("I-X", "I-X", "I-Y", "B-Y", "O", "B-X")))
        .containsExactlyInAnyOrder(
            new Entities.Entity("X", 0, 2),
            new Entities.Entity("Y", 2, 3),
            new Entities.Entity("Y", 3, 4),
            new Entities.Entity("X", 5, 6));
  }

  @Test
  void maskedWords() {
    TaskEvaluation evaluation = evaluation("masked-lm");
    evaluation.add(
        predicting(5, 4, 2, 0, 1).reshape(1, 4, 5),
        Nd4j.createFromArray(new int[][] {{4, -100, 3, -100}}));
    Map<String, Double> metrics = evaluation.metrics(Math.log(8));
    assertThat(metrics.get("perplexity")).isCloseTo(8, EXACT);
    assertThat(metrics.get("accuracy")).isCloseTo(0.5, EXACT);
  }

  @Test
  void aTextIsRightAsAWholeWhereAllItsWordsAre() {
    TaskEvaluation evaluation = evaluation("sequence-to-sequence");
    evaluation.add(
        predicting(5, 4, 2, 0, 1).reshape(2, 2, 5),
        Nd4j.createFromArray(new int[][] {{4, 3}, {0, -100}}));
    Map<String, Double> metrics = evaluation.metrics(Math.log(8));
    assertThat(metrics).containsOnlyKeys("perplexity", "accuracy", "exact-match");
    assertThat(metrics.get("perplexity")).isCloseTo(8, EXACT);
    assertThat(metrics.get("accuracy")).isCloseTo(2.0 / 3, EXACT);
    assertThat(metrics.get("exact-match")).isCloseTo(0.5, EXACT);
  }

  @Test
  void aMetricKnowsWhichWayIsBetter() {
    assertThat(Metric.higher("f1").improves(0.6, 0.5)).isTrue();
    assertThat(Metric.higher("f1").improves(0.5, 0.5)).isFalse();
    assertThat(Metric.LOSS.improves(0.4, 0.5)).isTrue();
    assertThat(Metric.LOSS.improves(Double.NaN, 0.5)).isFalse();
    assertThat(Metric.LOSS.improves(9, Double.NaN)).isTrue();
  }

  @Test
  void anUnknownMetricIsToldWithTheKnownOnes() {
    assertThatThrownBy(() -> TaskEvaluations.metric("regression", "f1"))
        .hasMessage(
            "The task regression has no metric \"f1\", expected one of "
                + "pearson, spearman, mse, rmse, mae, loss");
  }
}
