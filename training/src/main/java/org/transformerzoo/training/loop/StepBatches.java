package org.transformerzoo.training.loop;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.batching.BatchPosition;

/**
 * The micro-batches of each optimizer step. A step learns one task; each task goes through its data
 * epoch after epoch, and no step spans two epochs.
 */
public final class StepBatches {

  private final List<BatchIterator> tasks;
  private final TaskSampling sampling;
  private final int accumulation;

  /**
   * Groups the batches of several tasks.
   *
   * @param tasks the batches of each
   * @param accumulation micro-batches in a step, at least 1; the last step of an epoch may have
   *     fewer
   */
  public StepBatches(List<BatchIterator> tasks, TaskSampling sampling, int accumulation) {
    this.tasks = List.copyOf(tasks);
    this.sampling = sampling;
    this.accumulation = accumulation;
  }

  /** Groups the batches of one task. */
  public StepBatches(BatchIterator batches, int accumulation) {
    this(List.of(batches), new TaskSampling.RoundRobin(1), accumulation);
  }

  /** What step {@code step}, counted from 0, learns from: the next of its task. */
  StepBatch next(long step) {
    int task = sampling.task(step);
    BatchIterator batches = tasks.get(task);
    if (!batches.hasNext()) {
      batches.reset();
    }
    List<MicroBatch> group = new ArrayList<>();
    while (group.size() < accumulation && batches.hasNext()) {
      BatchPosition position = batches.position();
      MultiDataSet batch = batches.next();
      group.add(new MicroBatch(batch, position.describe(batch.getExampleMetaData())));
    }
    return new StepBatch(task, batches.position().epoch(), group);
  }

  /** Where the next step of each task begins. */
  List<BatchPosition> positions() {
    return tasks.stream().map(BatchIterator::position).toList();
  }

  /** Goes to positions that {@link #positions()} gave. */
  void startAt(List<BatchPosition> positions) {
    for (int i = 0; i < tasks.size(); i++) {
      tasks.get(i).startAt(positions.get(i));
    }
  }
}
