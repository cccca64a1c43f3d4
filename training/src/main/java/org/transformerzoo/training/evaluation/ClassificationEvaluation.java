package org.transformerzoo.training.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * One of several classes: accuracy, F1 and Matthews correlation. F1 is that of class 1 if there are
 * two classes, else the mean over the classes.
 */
final class ClassificationEvaluation extends TaskEvaluation {

  private static final long serialVersionUID = 1;

  static final List<Metric> METRICS =
      List.of(Metric.higher("accuracy"), Metric.higher("f1"), Metric.higher("matthews"));

  private final int classes;
  private final Confusion confusion;

  ClassificationEvaluation(List<String> labels) {
    this(labels.size(), new Confusion(labels.size()));
  }

  @JsonCreator
  private ClassificationEvaluation(
      @JsonProperty("classes") int classes, @JsonProperty("confusion") Confusion confusion) {
    this.classes = classes;
    this.confusion = confusion;
  }

  @Override
  public void add(INDArray logits, INDArray labels) {
    int[] truth = labels.castTo(DataType.INT32).toIntVector();
    int[] guess = logits.argMax(1).castTo(DataType.INT32).toIntVector();
    for (int i = 0; i < truth.length; i++) {
      if (truth[i] >= 0) {
        confusion.add(truth[i], guess[i]);
      }
    }
  }

  @Override
  void addStock(INDArray labels, INDArray predictions, INDArray mask) {
    StockBatch batch = StockBatch.ofClasses(labels, predictions, mask);
    add(batch.predictions(), batch.labels());
  }

  @Override
  void addAll(TaskEvaluation other) {
    confusion.add(((ClassificationEvaluation) other).confusion);
  }

  @Override
  public void reset() {
    confusion.clear();
  }

  @Override
  public TaskEvaluation newInstance() {
    return new ClassificationEvaluation(classes, new Confusion(classes));
  }

  @Override
  public Map<String, Double> metrics(double loss) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("accuracy", confusion.accuracy());
    metrics.put("f1", classes == 2 ? confusion.f1(1) : confusion.macroF1());
    metrics.put("matthews", confusion.matthews());
    return metrics;
  }
}
