package org.transformerzoo.benchmarks.contender;

import org.transformerzoo.benchmarks.workload.Work;

/** A library under test with its model loaded. It does its work on one thread of Java. */
public interface Contender extends AutoCloseable {

  /** Takes the results of a work, for comparison. */
  @FunctionalInterface
  interface Results {
    /** Takes one tensor, flattened. */
    void take(String name, float[] values);
  }

  /** Does {@code work} to its end. */
  void run(Work work);

  /**
   * Does {@code work} once and tells its results: {@code hidden} for a forward pass, {@code loss}
   * and the gradients by name, or by how much a step changed each weight. A contender that does not
   * compute the same numbers tells nothing.
   */
  void tell(Work work, Results results);

  @Override
  void close();
}
