package org.transformerzoo.training.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One of several classes: accuracy, F1 and Matthews correlation. F1 is that of class 1 if there are
 * two classes, else the mean over the classes.
 */
final class ClassificationEvaluation implements TaskEvaluation {

  static final List<Metric> METRICS =
      List.of(Metric.higher("accuracy"), Metric.higher("f1"), Metric.higher("matthews"));

  private final int classes;
  private final Evaluation evaluation;

  ClassificationEvaluation(List<String> labels) {
    classes = labels.size();
    evaluation = new Evaluation(labels);
  }

  @Override
  public void add(INDArray logits, INDArray labels) {
    int[] truth = labels.castTo(DataType.INT32).toIntVector();
    int[] guess = logits.argMax(1).castTo(DataType.INT32).toIntVector();
    for (int i = 0; i < truth.length; i++) {
      evaluation.eval(guess[i], truth[i]);
    }
  }

  @Override
  public Map<String, Double> metrics(double loss) {
    Confusion confusion = Confusion.of(evaluation, classes);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("accuracy", evaluation.accuracy());
    metrics.put("f1", classes == 2 ? confusion.f1(1) : confusion.macroF1());
    metrics.put("matthews", confusion.matthews());
    return metrics;
  }
}
