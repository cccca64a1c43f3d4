package org.transformerzoo.training.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.transformerzoo.training.evaluation.Entities.Entity;

/**
 * A tag for each word: accuracy and mean F1 over the tags that occur. If the tags are BIO, {@code
 * f1} is that of whole entities: right are those whose type and extent are right.
 */
final class TokenEvaluation extends TaskEvaluation {

  private static final long serialVersionUID = 1;

  static final List<Metric> METRICS =
      List.of(Metric.higher("f1"), Metric.higher("macro-f1"), Metric.higher("accuracy"));

  private final List<String> names;
  private final Confusion confusion;
  private long found;
  private long present;
  private long right;

  TokenEvaluation(List<String> labels) {
    this(labels, new Confusion(labels.size()));
  }

  @JsonCreator
  private TokenEvaluation(
      @JsonProperty("names") List<String> names, @JsonProperty("confusion") Confusion confusion) {
    this.names = List.copyOf(names);
    this.confusion = confusion;
  }

  @Override
  public void add(INDArray logits, INDArray labels) {
    int[][] truth = labels.castTo(DataType.INT32).toIntMatrix(); // [batch, length]
    int[][] guess = logits.argMax(2).castTo(DataType.INT32).toIntMatrix(); // [batch, length]
    for (int row = 0; row < truth.length; row++) {
      addSequence(truth[row], guess[row]);
    }
  }

  private void addSequence(int[] truth, int[] guess) {
    List<String> truthNames = new ArrayList<>();
    List<String> guessNames = new ArrayList<>();
    for (int i = 0; i < truth.length; i++) {
      if (truth[i] >= 0) {
        confusion.add(truth[i], guess[i]);
        truthNames.add(names.get(truth[i]));
        guessNames.add(names.get(guess[i]));
      }
    }
    if (Entities.areBio(names)) {
      addEntities(Entities.in(truthNames), Entities.in(guessNames));
    }
  }

  private void addEntities(Set<Entity> truth, Set<Entity> guess) {
    present += truth.size();
    found += guess.size();
    right += guess.stream().filter(truth::contains).count();
  }

  @Override
  void addStock(INDArray labels, INDArray predictions, INDArray mask) {
    StockBatch batch = StockBatch.ofTokens(labels, predictions, mask);
    add(batch.predictions(), batch.labels());
  }

  @Override
  void addAll(TaskEvaluation other) {
    TokenEvaluation same = (TokenEvaluation) other;
    confusion.add(same.confusion);
    found += same.found;
    present += same.present;
    right += same.right;
  }

  @Override
  public void reset() {
    confusion.clear();
    found = 0;
    present = 0;
    right = 0;
  }

  @Override
  public TaskEvaluation newInstance() {
    return new TokenEvaluation(names);
  }

  @Override
  public Map<String, Double> metrics(double loss) {
    double macro = confusion.macroF1();
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("f1", Entities.areBio(names) ? Fractions.of(2 * right, present + found) : macro);
    metrics.put("macro-f1", macro);
    metrics.put("accuracy", confusion.accuracy());
    return metrics;
  }
}
