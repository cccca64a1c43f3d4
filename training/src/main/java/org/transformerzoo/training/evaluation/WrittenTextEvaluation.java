package org.transformerzoo.training.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Texts to write: perplexity and accuracy of their words, each given those before it, and the share
 * of texts that are right as a whole. Where every word is the most probable one after the right
 * words, writing the most probable word at a time, without any rule on top, writes that text and no
 * other; so {@code exact-match} is that of greedy decoding.
 */
final class WrittenTextEvaluation extends TaskEvaluation {

  private static final long serialVersionUID = 1;

  private static final String EXACT_MATCH = "exact-match";

  static final List<Metric> METRICS =
      Stream.concat(LanguageModelEvaluation.METRICS.stream(), Stream.of(Metric.higher(EXACT_MATCH)))
          .toList();

  private final PredictionScale scale;
  private final LanguageModelEvaluation words;
  private long texts;
  private long right;

  WrittenTextEvaluation(PredictionScale scale) {
    this(scale, new LanguageModelEvaluation(scale));
  }

  @JsonCreator
  private WrittenTextEvaluation(
      @JsonProperty("scale") PredictionScale scale,
      @JsonProperty("words") LanguageModelEvaluation words) {
    this.scale = scale;
    this.words = words;
  }

  @Override
  public void add(INDArray logits, INDArray labels) {
    words.add(logits, labels);
    addTexts(logits, labels);
  }

  private void addTexts(INDArray logits, INDArray labels) {
    int[][] truth = labels.castTo(DataType.INT32).toIntMatrix(); // [batch, length]
    int[][] guess = logits.argMax(2).castTo(DataType.INT32).toIntMatrix(); // [batch, length]
    for (int row = 0; row < truth.length; row++) {
      texts++;
      right += agree(truth[row], guess[row]) ? 1 : 0;
    }
  }

  private static boolean agree(int[] truth, int[] guess) {
    for (int i = 0; i < truth.length; i++) {
      if (truth[i] >= 0 && truth[i] != guess[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  void addStock(INDArray labels, INDArray predictions, INDArray mask) {
    words.addStock(labels, predictions, mask);
    StockBatch batch = StockBatch.ofTokens(labels, predictions, mask);
    addTexts(batch.predictions(), batch.labels());
  }

  @Override
  double loss() {
    return words.loss();
  }

  @Override
  void addAll(TaskEvaluation other) {
    WrittenTextEvaluation same = (WrittenTextEvaluation) other;
    words.addAll(same.words);
    texts += same.texts;
    right += same.right;
  }

  @Override
  public void reset() {
    words.reset();
    texts = 0;
    right = 0;
  }

  @Override
  public TaskEvaluation newInstance() {
    return new WrittenTextEvaluation(scale);
  }

  @Override
  public Map<String, Double> metrics(double loss) {
    Map<String, Double> metrics = new LinkedHashMap<>(words.metrics(loss));
    metrics.put(EXACT_MATCH, Fractions.of(right, texts));
    return metrics;
  }
}
