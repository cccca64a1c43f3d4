package org.transformerzoo.training.loop;

import java.util.List;

/**
 * What one optimizer step learns from.
 *
 * @param task its place among those of the run
 * @param epoch the pass over the task's data, counted from 0
 * @param parts the micro-batches, at least one
 */
record StepBatch(int task, long epoch, List<MicroBatch> parts) {

  StepBatch {
    parts = List.copyOf(parts);
  }

  int examples() {
    return parts.stream().mapToInt(MicroBatch::examples).sum();
  }
}
