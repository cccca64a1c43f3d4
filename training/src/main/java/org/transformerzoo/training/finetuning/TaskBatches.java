package org.transformerzoo.training.finetuning;

import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.TaskConfiguration;

/**
 * A task of a run with its batches.
 *
 * @param task its name and settings
 * @param train the batches to learn from
 * @param dev the batches to evaluate on
 */
record TaskBatches(TaskConfiguration task, BatchIterator train, BatchIterator dev) {

  /** The only task of a run. */
  static TaskBatches ofOnly(
      FineTuningConfiguration configuration, BatchIterator train, BatchIterator dev) {
    return new TaskBatches(new TaskConfiguration("", configuration), train, dev);
  }
}
