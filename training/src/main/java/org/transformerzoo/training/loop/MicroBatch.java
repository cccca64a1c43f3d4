package org.transformerzoo.training.loop;

import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Examples that go through the graph together.
 *
 * @param data inputs and labels
 * @param description names the batch and its examples in messages
 */
record MicroBatch(MultiDataSet data, String description) {

  int examples() {
    return Math.toIntExact(data.getFeatures(0).size(0));
  }
}
