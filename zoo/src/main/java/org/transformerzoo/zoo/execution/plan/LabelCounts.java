package org.transformerzoo.zoo.execution.plan;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.execution.ExecutableGraph.InputRange;

/** How many rows of a batch have a label that counts. */
final class LabelCounts {

  /** Counts are rounded up to multiples of this part of all rows, so that few plans are needed. */
  private static final int PARTS = 16;

  /** Where more than half of the rows count, none is left out. */
  private static final int WORTHWHILE = PARTS / 2;

  private LabelCounts() {}

  /**
   * An upper bound for each input that holds labels of positions, few of which count, by its name.
   *
   * @param ranges of the inputs
   */
  static Map<String, Long> of(Collection<InputRange> ranges, Map<String, INDArray> inputs) {
    Map<String, Long> counts = new TreeMap<>();
    for (InputRange range : ranges) {
      INDArray labels = inputs.get(range.input());
      if (range.ignored().isPresent() && labels != null && labels.rank() > 1) {
        long part = parts(labels.length(), PARTS);
        long counted = CrossEntropy.counted(labels.dup('c').data().asInt());
        long bound = part * parts(counted, part);
        if (bound <= WORTHWHILE * part && bound < labels.length()) {
          counts.put(range.input(), bound);
        }
      }
    }
    return counts;
  }

  /** How many parts of {@code size} hold {@code length}. */
  private static long parts(long length, long size) {
    return (length + size - 1) / size;
  }
}
