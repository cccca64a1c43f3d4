package org.transformerzoo.training.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import org.nd4j.evaluation.regression.RegressionEvaluation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One or more numbers: squared and absolute error over all targets, and the correlations of Pearson
 * and Spearman as means over the targets.
 */
final class RegressionTaskEvaluation implements TaskEvaluation {

  static final List<Metric> METRICS =
      List.of(
          Metric.higher("pearson"),
          Metric.higher("spearman"),
          Metric.lower("mse"),
          Metric.lower("rmse"),
          Metric.lower("mae"));

  private final RegressionEvaluation evaluation = new RegressionEvaluation();
  private final List<double[]> predictions = new ArrayList<>();
  private final List<double[]> truths = new ArrayList<>();

  @Override
  public void add(INDArray logits, INDArray labels) {
    evaluation.eval(labels, logits);
    predictions.addAll(List.of(logits.toDoubleMatrix()));
    truths.addAll(List.of(labels.toDoubleMatrix()));
  }

  @Override
  public Map<String, Double> metrics(double loss) {
    double squaredError = evaluation.averageMeanSquaredError();
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("pearson", mean(Correlation::pearson));
    metrics.put("spearman", mean(Correlation::spearman));
    metrics.put("mse", squaredError);
    metrics.put("rmse", Math.sqrt(squaredError));
    metrics.put("mae", evaluation.averageMeanAbsoluteError());
    return metrics;
  }

  private double mean(ToDoubleBiFunction<double[], double[]> correlation) {
    int targets = predictions.get(0).length;
    double sum = 0;
    for (int target = 0; target < targets; target++) {
      sum += correlation.applyAsDouble(column(predictions, target), column(truths, target));
    }
    return sum / targets;
  }

  private static double[] column(List<double[]> rows, int column) {
    return rows.stream().mapToDouble(row -> row[column]).toArray();
  }
}
