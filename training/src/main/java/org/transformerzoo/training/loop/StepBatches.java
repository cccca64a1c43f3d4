package org.transformerzoo.training.loop;

import java.util.ArrayList;
import java.util.List;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.batching.BatchPosition;

/** The micro-batches of each optimizer step, epoch after epoch; no step spans two epochs. */
public final class StepBatches {

  private final BatchIterator batches;
  private final int accumulation;

  /**
   * Groups the batches of an iterator.
   *
   * @param accumulation micro-batches in a step, at least 1; the last step of an epoch may have
   *     fewer
   */
  public StepBatches(BatchIterator batches, int accumulation) {
    this.batches = batches;
    this.accumulation = accumulation;
  }

  /** The micro-batches of the next step, at least one. */
  List<MicroBatch> next() {
    if (!batches.hasNext()) {
      batches.reset();
    }
    List<MicroBatch> group = new ArrayList<>();
    while (group.size() < accumulation && batches.hasNext()) {
      String description = batches.describe(batches.position().batch());
      group.add(new MicroBatch(batches.next(), description));
    }
    return group;
  }

  /** Where the next step begins. */
  BatchPosition position() {
    return batches.position();
  }

  /** Goes to a position that {@link #position()} gave. */
  void startAt(BatchPosition position) {
    batches.startAt(position);
  }
}
