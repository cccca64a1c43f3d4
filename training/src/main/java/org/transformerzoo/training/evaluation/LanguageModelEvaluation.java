package org.transformerzoo.training.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.datavec.batching.BatchLayout;

/** Words at masked positions: perplexity, the exponential of the loss, and accuracy. */
final class LanguageModelEvaluation implements TaskEvaluation {

  static final List<Metric> METRICS =
      List.of(Metric.lower("perplexity"), Metric.higher("accuracy"));

  private long words;
  private long right;

  @Override
  public void add(INDArray logits, INDArray labels) {
    int[] truth = labels.castTo(DataType.INT32).reshape(-1).toIntVector();
    int[] guess = logits.argMax(2).castTo(DataType.INT32).reshape(-1).toIntVector();
    for (int i = 0; i < truth.length; i++) {
      if (truth[i] != BatchLayout.IGNORED) {
        words++;
        right += truth[i] == guess[i] ? 1 : 0;
      }
    }
  }

  @Override
  public Map<String, Double> metrics(double loss) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("perplexity", Math.exp(loss));
    metrics.put("accuracy", Fractions.of(right, words));
    return metrics;
  }
}
