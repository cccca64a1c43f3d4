package org.transformerzoo.benchmarks.workload;

/** What a contender is asked to do once. */
public enum Work {
  /** The last hidden state of a batch. */
  FORWARD,
  /** Forward and backward: the gradients of all weights are added to those that are there. */
  GRADIENTS,
  /** Gradients from zero, clipping by their global norm, one step of AdamW. */
  STEP,
  /** A text of a given length after each sequence of a batch. */
  GENERATION,
  /** A saved model is loaded. */
  LOADING,
  /** As many steps as there are batches. */
  EPOCH
}
