package org.transformerzoo.training.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.datavec.batching.BatchLayout;

/**
 * Texts to write: perplexity and accuracy of their words, each given those before it, and the share
 * of texts that are right as a whole. Where every word is the most probable one after the right
 * words, writing the most probable word at a time, without any rule on top, writes that text and no
 * other; so {@code exact-match} is that of greedy decoding.
 */
final class WrittenTextEvaluation implements TaskEvaluation {

  private static final String EXACT_MATCH = "exact-match";

  static final List<Metric> METRICS =
      Stream.concat(LanguageModelEvaluation.METRICS.stream(), Stream.of(Metric.higher(EXACT_MATCH)))
          .toList();

  private final LanguageModelEvaluation words = new LanguageModelEvaluation();
  private long texts;
  private long right;

  @Override
  public void add(INDArray logits, INDArray labels) {
    words.add(logits, labels);
    int[][] truth = labels.castTo(DataType.INT32).toIntMatrix(); // [batch, length]
    int[][] guess = logits.argMax(2).castTo(DataType.INT32).toIntMatrix(); // [batch, length]
    for (int row = 0; row < truth.length; row++) {
      texts++;
      right += agree(truth[row], guess[row]) ? 1 : 0;
    }
  }

  private static boolean agree(int[] truth, int[] guess) {
    for (int i = 0; i < truth.length; i++) {
      if (truth[i] != BatchLayout.IGNORED && truth[i] != guess[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Map<String, Double> metrics(double loss) {
    Map<String, Double> metrics = new LinkedHashMap<>(words.metrics(loss));
    metrics.put(EXACT_MATCH, Fractions.of(right, texts));
    return metrics;
  }
}
