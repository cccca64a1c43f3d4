package org.transformerzoo.training.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Words at masked positions: perplexity, the exponential of the loss, and accuracy. */
final class LanguageModelEvaluation extends TaskEvaluation {

  private static final long serialVersionUID = 1;

  static final List<Metric> METRICS =
      List.of(Metric.lower("perplexity"), Metric.higher("accuracy"));

  private final PredictionScale scale;
  private long words;
  private long right;
  private double surprise; // sum of −log p of the words that ND4J gave
  private long measured; // how many those are

  @JsonCreator
  LanguageModelEvaluation(@JsonProperty("scale") PredictionScale scale) {
    this.scale = scale;
  }

  @Override
  public void add(INDArray logits, INDArray labels) {
    int[] truth = labels.castTo(DataType.INT32).reshape(-1).toIntVector();
    int[] guess = logits.argMax(2).castTo(DataType.INT32).reshape(-1).toIntVector();
    for (int i = 0; i < truth.length; i++) {
      if (truth[i] >= 0) {
        words++;
        right += truth[i] == guess[i] ? 1 : 0;
      }
    }
  }

  @Override
  void addStock(INDArray labels, INDArray predictions, INDArray mask) {
    StockBatch batch = StockBatch.ofTokens(labels, predictions, mask);
    add(batch.predictions(), batch.labels());
    addSurprise(batch);
  }

  private void addSurprise(StockBatch batch) {
    int[] truth = batch.labels().reshape(-1).toIntVector();
    INDArray rows = batch.predictions().dup('c').reshape(truth.length, -1); // [words, vocabulary]
    INDArray logs =
        scale == PredictionScale.LOGITS ? Nd4j.nn().logSoftmax(rows, 1) : Nd4j.math().log(rows);
    for (int i = 0; i < truth.length; i++) {
      if (truth[i] >= 0) {
        surprise -= logs.getDouble(i, truth[i]);
        measured++;
      }
    }
  }

  @Override
  double loss() {
    return Fractions.of(surprise, (double) measured);
  }

  @Override
  void addAll(TaskEvaluation other) {
    LanguageModelEvaluation same = (LanguageModelEvaluation) other;
    words += same.words;
    right += same.right;
    surprise += same.surprise;
    measured += same.measured;
  }

  @Override
  public void reset() {
    words = 0;
    right = 0;
    surprise = 0;
    measured = 0;
  }

  @Override
  public TaskEvaluation newInstance() {
    return new LanguageModelEvaluation(scale);
  }

  @Override
  public Map<String, Double> metrics(double loss) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("perplexity", Math.exp(loss));
    metrics.put("accuracy", Fractions.of(right, words));
    return metrics;
  }
}
