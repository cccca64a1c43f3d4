package org.transformerzoo.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.evaluation.BaseEvaluation;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.evaluation.regression.RegressionEvaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.task.TaskHead;
import org.transformerzoo.zoo.task.TaskHeads;

/** What every evaluation does when DL4J calls it. */
class StockEvaluationTest {

  private static final List<String> LABELS = List.of("O", "B-X", "I-X");
  private static final int BATCH = 5;
  private static final int LENGTH = 4;

  /** Labels and logits of a batch. */
  private record Batch(INDArray labels, INDArray logits) {}

  static List<String> tasks() {
    return TaskEvaluations.tasks();
  }

  private static TaskHead head(String task) {
    return TaskHeads.named(
        task, task.contains("lm") || task.startsWith("seq") ? List.of() : LABELS);
  }

  private static Batch batch(String task, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return switch (task) {
      case "classification" -> new Batch(ids(random, BATCH), numbers(random, BATCH, 3));
      case "multilabel" ->
          new Batch(
              numbers(random, BATCH, 3).gt(0).castTo(DataType.FLOAT), numbers(random, BATCH, 3));
      case "regression" -> new Batch(numbers(random, BATCH, 3), numbers(random, BATCH, 3));
      default ->
          new Batch(
              ids(random, BATCH * LENGTH).reshape(BATCH, LENGTH),
              numbers(random, BATCH, LENGTH, 3));
    };
  }

  private static INDArray ids(SplittableRandom random, int count) {
    return Nd4j.createFromArray(random.ints(count, 0, 3).toArray());
  }

  private static INDArray numbers(SplittableRandom random, long... shape) {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    double[] numbers = random.doubles(count, -1, 1).toArray();
    return Nd4j.createFromArray(numbers).castTo(DataType.FLOAT).reshape(shape);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void mergedIsWhatSawBoth(String task) {
    Batch first = batch(task, 1);
    Batch second = batch(task, 2);
    TaskEvaluation both = TaskEvaluations.of(head(task));
    both.eval(first.labels(), first.logits());
    both.eval(second.labels(), second.logits());
    TaskEvaluation one = TaskEvaluations.of(head(task));
    one.eval(first.labels(), first.logits());
    TaskEvaluation other = one.newInstance();
    other.eval(second.labels(), second.logits());

    one.merge(other);

    assertThat(one.metrics()).isEqualTo(both.metrics());
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void resetForgetsEverything(String task) {
    Batch batch = batch(task, 1);
    TaskEvaluation evaluation = TaskEvaluations.of(head(task));
    Batch before = batch(task, 2);
    evaluation.eval(before.labels(), before.logits());
    evaluation.reset();
    evaluation.eval(batch.labels(), batch.logits());
    TaskEvaluation fresh = TaskEvaluations.of(head(task));
    fresh.eval(batch.labels(), batch.logits());

    assertThat(evaluation.metrics()).isEqualTo(fresh.metrics());
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void jsonHasAllOfIt(String task) {
    Batch batch = batch(task, 1);
    TaskEvaluation evaluation = TaskEvaluations.of(head(task));
    evaluation.eval(batch.labels(), batch.logits());

    TaskEvaluation read = BaseEvaluation.fromJson(evaluation.toJson(), TaskEvaluation.class);
    read.eval(batch.labels(), batch.logits());
    evaluation.eval(batch.labels(), batch.logits());

    assertThat(read.metrics()).isEqualTo(evaluation.metrics());
    assertThat(read.stats()).isEqualTo(evaluation.stats());
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void everyMetricIsAValueByItsName(String task) {
    Batch batch = batch(task, 1);
    TaskEvaluation evaluation = TaskEvaluations.of(head(task));
    evaluation.eval(batch.labels(), batch.logits());

    for (Metric metric : TaskEvaluations.metrics(task)) {
      if (!metric.equals(Metric.LOSS)) {
        assertThat(evaluation.getValue(metric)).isEqualTo(evaluation.metrics().get(metric.name()));
        assertThat(metric.minimize()).isEqualTo(metric.direction() == Metric.Direction.LOWER);
        assertThat(metric.getEvaluationClass()).isAssignableFrom(evaluation.getClass());
      }
    }
    assertThatThrownBy(() -> evaluation.getValue(Evaluation.Metric.GMEASURE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no metric GMEASURE");
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void whatIsMaskedDoesNotCount(String task) {
    Batch batch = batch(task, 1);
    boolean tokens = batch.labels().rank() == 2 && batch.logits().rank() == 3;
    INDArray mask = tokens ? Nd4j.ones(BATCH, LENGTH) : Nd4j.ones(BATCH, 1);
    mask.getRow(0).assign(0);
    TaskEvaluation masked = TaskEvaluations.of(head(task));
    masked.eval(batch.labels(), batch.logits(), mask);
    TaskEvaluation all = TaskEvaluations.of(head(task));
    all.eval(batch.labels(), batch.logits(), Nd4j.onesLike(mask));
    TaskEvaluation plain = TaskEvaluations.of(head(task));
    plain.eval(batch.labels(), batch.logits());

    assertThat(all.metrics()).isEqualTo(plain.metrics());
    assertThat(masked.metrics()).isNotEqualTo(plain.metrics());
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void saysTheSameAsTheEvaluatorOfOurOwnLoop(String task) {
    Batch batch = batch(task, 1);
    TaskEvaluation stock = TaskEvaluations.of(head(task));
    stock.eval(batch.labels(), batch.logits());
    TaskEvaluation own = TaskEvaluations.of(head(task));
    own.add(batch.logits(), batch.labels());

    assertThat(stock.metrics()).isEqualTo(own.metrics(stock.loss()));
  }

  @Test
  void agreesWithTheEvaluationOfNd4jOnOneHotClasses() {
    Batch batch = batch("classification", 3);
    INDArray oneHot = oneHot(batch.labels());
    Evaluation theirs = new Evaluation(3);
    theirs.eval(oneHot, batch.logits());
    TaskEvaluation ours = TaskEvaluations.of(head("classification"));
    ours.eval(oneHot, batch.logits());

    assertThat(ours.getValue(Metric.higher("accuracy"))).isCloseTo(theirs.accuracy(), within(1e-9));
  }

  @Test
  void agreesWithTheRegressionEvaluationOfNd4j() {
    Batch batch = batch("regression", 3);
    RegressionEvaluation theirs = new RegressionEvaluation();
    theirs.eval(batch.labels(), batch.logits());
    TaskEvaluation ours = TaskEvaluations.of(head("regression"));
    ours.eval(batch.labels(), batch.logits());

    Map<String, Double> metrics = ours.metrics();
    assertThat(metrics.get("mse")).isCloseTo(theirs.averageMeanSquaredError(), within(1e-6));
    assertThat(metrics.get("mae")).isCloseTo(theirs.averageMeanAbsoluteError(), within(1e-6));
    assertThat(metrics.get("pearson")).isCloseTo(theirs.averagePearsonCorrelation(), within(1e-5));
  }

  @Test
  void readsTheLayoutOfRecurrentLayers() {
    Batch batch = batch("tokens", 3);
    INDArray classesFirst =
        oneHot(batch.labels().reshape(-1)).reshape(BATCH, LENGTH, 3).permute(0, 2, 1);
    TaskEvaluation recurrent = TaskEvaluations.of(head("tokens"));
    recurrent.eval(classesFirst, batch.logits().permute(0, 2, 1));
    TaskEvaluation ours = TaskEvaluations.of(head("tokens"));
    ours.eval(batch.labels(), batch.logits());

    assertThat(recurrent.metrics()).isEqualTo(ours.metrics());
  }

  @Test
  void probabilitiesAreDecidedAtOneHalf() {
    Batch batch = batch("multilabel", 3);
    TaskEvaluation logits = TaskEvaluations.of(head("multilabel"));
    logits.eval(batch.labels(), batch.logits());
    TaskEvaluation probabilities = TaskEvaluations.ofProbabilities(head("multilabel"));
    probabilities.eval(batch.labels(), Nd4j.nn().sigmoid(batch.logits()));

    assertThat(probabilities.metrics()).isEqualTo(logits.metrics());
  }

  @Test
  void refusesShapesThatDoNotFit() {
    TaskEvaluation tokens = TaskEvaluations.of(head("tokens"));
    assertThatThrownBy(() -> tokens.eval(Nd4j.zeros(2, 3), Nd4j.zeros(2, 4, 5)))
        .hasMessage(
            "Labels and predictions have the shapes [2, 3] and [2, 4, 5], expected [batch, length] and [batch, length, classes]");
    IEvaluation<TaskEvaluation> numbers = TaskEvaluations.of(head("regression"));
    assertThatThrownBy(() -> numbers.merge(tokens))
        .hasMessage("A TokenEvaluation cannot be merged into a RegressionTaskEvaluation");
    assertThatThrownBy(() -> numbers.eval(Nd4j.zeros(2, 1), Nd4j.zeros(2, 1), Nd4j.ones(3)))
        .hasMessageContaining("expected one entry for each of 2 labels");
  }

  private static INDArray oneHot(INDArray ids) {
    float[][] rows = new float[Math.toIntExact(ids.length())][3];
    for (int i = 0; i < rows.length; i++) {
      rows[i][ids.getInt(i)] = 1;
    }
    return Nd4j.createFromArray(rows);
  }
}
