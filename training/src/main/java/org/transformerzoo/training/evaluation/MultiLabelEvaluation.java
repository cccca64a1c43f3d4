package org.transformerzoo.training.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.evaluation.classification.EvaluationBinary;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Any of several labels: the share of single decisions that are right, the share of examples with
 * all decisions right, and F1 over all decisions and as mean over the labels. A label is predicted
 * if its probability is above one half.
 */
final class MultiLabelEvaluation implements TaskEvaluation {

  static final List<Metric> METRICS =
      List.of(
          Metric.higher("f1"),
          Metric.higher("macro-f1"),
          Metric.higher("accuracy"),
          Metric.higher("exact-match"));

  private final EvaluationBinary evaluation = new EvaluationBinary();
  private long examples;
  private long exact;

  @Override
  public void add(INDArray logits, INDArray labels) {
    INDArray predicted = logits.gt(0).castTo(DataType.FLOAT); // [batch, labels]
    evaluation.eval(labels, predicted);
    INDArray wrong = predicted.neq(labels).castTo(DataType.FLOAT).sum(1); // [batch]
    examples += wrong.length();
    exact += wrong.eq(0).castTo(DataType.FLOAT).sumNumber().longValue();
  }

  @Override
  public Map<String, Double> metrics(double loss) {
    int labels = evaluation.numLabels();
    long hits = 0;
    long misses = 0;
    double accuracies = 0;
    double f1s = 0;
    for (int label = 0; label < labels; label++) {
      hits += evaluation.truePositives(label);
      misses += evaluation.falsePositives(label) + evaluation.falseNegatives(label);
      accuracies += evaluation.accuracy(label);
      f1s += f1(label);
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("f1", Fractions.of(2 * hits, 2 * hits + misses));
    metrics.put("macro-f1", f1s / labels);
    metrics.put("accuracy", accuracies / labels);
    metrics.put("exact-match", Fractions.of(exact, examples));
    return metrics;
  }

  private double f1(int label) {
    long hits = evaluation.truePositives(label);
    long misses = (long) evaluation.falsePositives(label) + evaluation.falseNegatives(label);
    return Fractions.of(2 * hits, 2 * hits + misses);
  }
}
