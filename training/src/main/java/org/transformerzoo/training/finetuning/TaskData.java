package org.transformerzoo.training.finetuning;

import org.transformerzoo.training.configuration.TaskConfiguration;

/**
 * What cards say about a task.
 *
 * @param task its name and settings
 * @param train the data it was learnt from
 * @param dev the data it was evaluated on
 */
record TaskData(TaskConfiguration task, DataFile train, DataFile dev) {

  static TaskData of(LabelledTask task) {
    return new TaskData(task.task(), DataFile.of(task.train()), DataFile.of(task.dev()));
  }
}
