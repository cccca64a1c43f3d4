package org.transformerzoo.training.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleBiFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One or more numbers: squared and absolute error over all targets, and the correlations of Pearson
 * and Spearman as means over the targets.
 */
final class RegressionTaskEvaluation extends TaskEvaluation {

  private static final long serialVersionUID = 1;

  static final List<Metric> METRICS =
      List.of(
          Metric.higher("pearson"),
          Metric.higher("spearman"),
          Metric.lower("mse"),
          Metric.lower("rmse"),
          Metric.lower("mae"));

  private final List<double[]> predictions = new ArrayList<>();
  private final List<double[]> truths = new ArrayList<>();

  RegressionTaskEvaluation() {}

  @Override
  public void add(INDArray logits, INDArray labels) {
    predictions.addAll(List.of(logits.toDoubleMatrix()));
    truths.addAll(List.of(labels.toDoubleMatrix()));
  }

  @Override
  void addStock(INDArray labels, INDArray said, INDArray mask) {
    StockBatch batch = StockBatch.ofRows(labels, said, mask);
    if (!batch.isEmpty()) {
      add(batch.predictions(), batch.labels());
    }
  }

  @Override
  void addAll(TaskEvaluation other) {
    predictions.addAll(((RegressionTaskEvaluation) other).predictions);
    truths.addAll(((RegressionTaskEvaluation) other).truths);
  }

  @Override
  public void reset() {
    predictions.clear();
    truths.clear();
  }

  @Override
  public TaskEvaluation newInstance() {
    return new RegressionTaskEvaluation();
  }

  @Override
  public Map<String, Double> metrics(double loss) {
    double squaredError = meanError(error -> error * error);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("pearson", mean(Correlation::pearson));
    metrics.put("spearman", mean(Correlation::spearman));
    metrics.put("mse", squaredError);
    metrics.put("rmse", Math.sqrt(squaredError));
    metrics.put("mae", meanError(Math::abs));
    return metrics;
  }

  private int targets() {
    return predictions.isEmpty() ? 0 : predictions.get(0).length;
  }

  private double meanError(DoubleUnaryOperator size) {
    double sum = 0;
    for (int row = 0; row < predictions.size(); row++) {
      for (int target = 0; target < targets(); target++) {
        sum += size.applyAsDouble(predictions.get(row)[target] - truths.get(row)[target]);
      }
    }
    return Fractions.of(sum, (double) predictions.size() * targets());
  }

  private double mean(ToDoubleBiFunction<double[], double[]> correlation) {
    double sum = 0;
    for (int target = 0; target < targets(); target++) {
      sum += correlation.applyAsDouble(column(predictions, target), column(truths, target));
    }
    return Fractions.of(sum, targets());
  }

  private static double[] column(List<double[]> rows, int column) {
    return rows.stream().mapToDouble(row -> row[column]).toArray();
  }
}
