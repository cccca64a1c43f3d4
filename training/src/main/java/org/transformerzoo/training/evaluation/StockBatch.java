package org.transformerzoo.training.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.datavec.batching.BatchLayout;

/**
 * A batch in the layout of our own graphs.
 *
 * @param predictions as {@link org.transformerzoo.zoo.task.TaskHead#LOGITS}
 * @param labels as our batches have them
 */
record StockBatch(INDArray predictions, INDArray labels) {

  private static final int RECURRENT_RANK = 3;

  /** One of several classes for each row. */
  static StockBatch ofClasses(INDArray labels, INDArray predictions, INDArray mask) {
    requireRows(labels, predictions);
    boolean oneHot = labels.rank() == 2 && labels.size(1) > 1;
    int[] ids = (oneHot ? labels.argMax(1) : labels).castTo(DataType.INT32).dup('c').data().asInt();
    return new StockBatch(predictions, Nd4j.createFromArray(masked(ids, mask)));
  }

  /** Numbers for each row. */
  static StockBatch ofRows(INDArray labels, INDArray predictions, INDArray mask) {
    if (!Arrays.equals(labels.shape(), predictions.shape()) || labels.rank() != 2) {
      throw wrong(labels, predictions, "both [batch, labels]");
    }
    if (mask == null) {
      return new StockBatch(predictions, labels);
    }
    requireLength(mask, labels.size(0));
    int[] kept =
        IntStream.range(0, Math.toIntExact(mask.length()))
            .filter(row -> mask.getDouble(row) != 0)
            .toArray();
    return kept.length == 0
        ? new StockBatch(null, null)
        : new StockBatch(Nd4j.pullRows(predictions, 1, kept), Nd4j.pullRows(labels, 1, kept));
  }

  /** One of several classes for each position of each row. */
  static StockBatch ofTokens(INDArray labels, INDArray predictions, INDArray mask) {
    requireRows(labels, predictions);
    if (labels.rank() == RECURRENT_RANK) {
      if (!Arrays.equals(labels.shape(), predictions.shape())) {
        throw wrong(labels, predictions, "both [batch, classes, length]");
      }
      INDArray ids = labels.argMax(1); // [batch, length]
      return new StockBatch(predictions.permute(0, 2, 1), masked(ids, mask));
    }
    if (labels.rank() != 2
        || predictions.rank() != RECURRENT_RANK
        || predictions.size(1) != labels.size(1)) {
      throw wrong(labels, predictions, "[batch, length] and [batch, length, classes]");
    }
    return new StockBatch(predictions, masked(labels, mask));
  }

  /** Whether everything was masked. */
  boolean isEmpty() {
    return labels == null;
  }

  private static INDArray masked(INDArray ids, INDArray mask) {
    int[] flat = ids.castTo(DataType.INT32).dup('c').data().asInt();
    return Nd4j.createFromArray(masked(flat, mask)).reshape(ids.shape());
  }

  private static int[] masked(int[] ids, INDArray mask) {
    if (mask == null) {
      return ids;
    }
    requireLength(mask, ids.length);
    int[] counts = mask.neq(0).castTo(DataType.INT32).dup('c').data().asInt();
    return IntStream.range(0, ids.length)
        .map(i -> counts[i] == 0 ? BatchLayout.IGNORED : ids[i])
        .toArray();
  }

  private static void requireLength(INDArray mask, long items) {
    if (mask.length() != items) {
      throw new IllegalArgumentException(
          "The mask has the shape %s, expected one entry for each of %d labels"
              .formatted(Arrays.toString(mask.shape()), items));
    }
  }

  private static void requireRows(INDArray labels, INDArray predictions) {
    if (labels.size(0) != predictions.size(0)) {
      throw wrong(labels, predictions, "as many rows");
    }
  }

  private static IllegalArgumentException wrong(
      INDArray labels, INDArray predictions, String expected) {
    return new IllegalArgumentException(
        "Labels and predictions have the shapes %s and %s, expected %s"
            .formatted(
                Arrays.toString(labels.shape()), Arrays.toString(predictions.shape()), expected));
  }
}
