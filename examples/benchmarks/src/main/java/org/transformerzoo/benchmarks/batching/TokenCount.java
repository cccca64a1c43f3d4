package org.transformerzoo.benchmarks.batching;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.batching.BatchLayout;
import org.transformerzoo.datavec.batching.BatchPosition;

/**
 * The tokens of some epochs.
 *
 * @param words tokens that are not padding, in the mean epoch
 * @param padded tokens with padding, in the mean epoch
 * @param shapes a batch of each shape, [examples, length], that occurs
 */
public record TokenCount(double words, double padded, Map<List<Long>, MultiDataSet> shapes) {

  /** Counts the first {@code epochs} of {@code batches}, which are then at their beginning. */
  public static TokenCount of(BatchIterator batches, int epochs) {
    long words = 0;
    long padded = 0;
    Map<List<Long>, MultiDataSet> shapes = new LinkedHashMap<>();
    for (int epoch = 0; epoch < epochs; epoch++) {
      batches.startAt(new BatchPosition(epoch, 0));
      while (batches.hasNext()) {
        MultiDataSet batch = batches.next();
        words += batch.getFeatures(BatchLayout.ATTENTION_MASK).sumNumber().longValue();
        long[] shape = batch.getFeatures(BatchLayout.INPUT_IDS).shape();
        padded += shape[0] * shape[1];
        shapes.putIfAbsent(List.of(shape[0], shape[1]), batch);
      }
    }
    batches.startAt(BatchPosition.START);
    return new TokenCount((double) words / epochs, (double) padded / epochs, shapes);
  }
}
