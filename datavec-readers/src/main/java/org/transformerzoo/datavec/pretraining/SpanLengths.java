package org.transformerzoo.datavec.pretraining;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.transformerzoo.datavec.batching.RandomStream;

/**
 * How many words, or pieces of words, each hidden span has.
 *
 * @param mean of the Poisson distribution; 0 for spans of one word each
 */
record SpanLengths(double mean) implements Serializable {

  /**
   * Draws lengths until they make up the budget; the last one is cut to it.
   *
   * @param budget at least 1
   * @return lengths, zeros included, whose sum is the budget
   */
  List<Integer> draw(int budget, RandomStream random) {
    List<Integer> lengths = new ArrayList<>();
    int used = 0;
    while (used < budget) {
      int length = Math.min(poisson(random), budget - used);
      lengths.add(length);
      used += length;
    }
    return lengths;
  }

  /** By Knuth's multiplication of uniform numbers. */
  private int poisson(RandomStream random) {
    double end = Math.exp(-mean);
    int count = 0;
    double product = random.uniform();
    while (product > end) {
      count++;
      product *= random.uniform();
    }
    return count;
  }
}
