package org.transformerzoo.training.evaluation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Any of several labels: the share of single decisions that are right, the share of examples with
 * all decisions right, and F1 over all decisions and as mean over the labels. A label is predicted
 * if its probability is above one half.
 */
final class MultiLabelEvaluation extends TaskEvaluation {

  private static final long serialVersionUID = 1;

  static final List<Metric> METRICS =
      List.of(
          Metric.higher("f1"),
          Metric.higher("macro-f1"),
          Metric.higher("accuracy"),
          Metric.higher("exact-match"));

  private final int labels;
  private final PredictionScale scale;
  private final long[] hits; // by label
  private final long[] misses; // by label: said and not so, or so and not said
  private long examples;
  private long exact;

  @JsonCreator
  MultiLabelEvaluation(
      @JsonProperty("labels") int labels, @JsonProperty("scale") PredictionScale scale) {
    this.labels = labels;
    this.scale = scale;
    this.hits = new long[labels];
    this.misses = new long[labels];
  }

  @Override
  public void add(INDArray logits, INDArray truth) {
    INDArray said = logits.gt(scale.even()).castTo(DataType.FLOAT); // [batch, labels]
    INDArray wrong = said.neq(truth).castTo(DataType.FLOAT); // [batch, labels]
    addTo(hits, said.mul(truth.castTo(DataType.FLOAT)));
    addTo(misses, wrong);
    examples += wrong.size(0);
    exact += wrong.sum(1).eq(0).castTo(DataType.FLOAT).sumNumber().longValue();
  }

  private static void addTo(long[] counts, INDArray decisions) {
    double[] sums = decisions.sum(0).toDoubleVector();
    for (int label = 0; label < counts.length; label++) {
      counts[label] += (long) sums[label];
    }
  }

  @Override
  void addStock(INDArray truth, INDArray predictions, INDArray mask) {
    StockBatch batch = StockBatch.ofRows(truth, predictions, mask);
    if (!batch.isEmpty()) {
      add(batch.predictions(), batch.labels());
    }
  }

  @Override
  void addAll(TaskEvaluation other) {
    MultiLabelEvaluation same = (MultiLabelEvaluation) other;
    for (int label = 0; label < labels; label++) {
      hits[label] += same.hits[label];
      misses[label] += same.misses[label];
    }
    examples += same.examples;
    exact += same.exact;
  }

  @Override
  public void reset() {
    Arrays.fill(hits, 0);
    Arrays.fill(misses, 0);
    examples = 0;
    exact = 0;
  }

  @Override
  public TaskEvaluation newInstance() {
    return new MultiLabelEvaluation(labels, scale);
  }

  @Override
  public Map<String, Double> metrics(double loss) {
    long allHits = LongStream.of(hits).sum();
    long allMisses = LongStream.of(misses).sum();
    double f1s = 0;
    for (int label = 0; label < labels; label++) {
      f1s += Fractions.of(2 * hits[label], 2 * hits[label] + misses[label]);
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("f1", Fractions.of(2 * allHits, 2 * allHits + allMisses));
    metrics.put("macro-f1", f1s / labels);
    metrics.put("accuracy", Fractions.of(examples * labels - allMisses, examples * labels));
    metrics.put("exact-match", Fractions.of(exact, examples));
    return metrics;
  }
}
