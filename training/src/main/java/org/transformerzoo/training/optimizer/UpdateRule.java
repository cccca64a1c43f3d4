package org.transformerzoo.training.optimizer;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The mathematics of an elementwise optimizer: how one value changes by its gradient and by what is
 * remembered for it.
 *
 * <p>To add one: implement this interface in a new file of this package with a plain loop over the
 * block's arrays, and add one line to {@link Optimizers}. A rule that wraps another one can do its
 * work on the same block, so that memory is still passed over once.
 */
public interface UpdateRule {

  /** The names of the arrays that are remembered for each value; they begin as zeros. */
  List<String> stateNames();

  /** Those of {@link #stateNames()} that begin as copies of the values instead. */
  default Set<String> statesThatBeginAsValues() {
    return Set.of();
  }

  /** How many values at a time suit the rule; small enough for the cache, if it is all Java. */
  default int blockLength() {
    return 4096;
  }

  /**
   * The state that is evaluated and kept in place of the values after {@code steps} steps; empty if
   * these are the values themselves. Only the outermost rule is asked.
   */
  default Optional<String> averageAfter(long steps) {
    return Optional.empty();
  }

  /**
   * The update of one step.
   *
   * @param step how many steps were taken, this one included
   * @param learningRate of the group, the schedule's factor included
   * @param weightDecay of the group
   */
  BlockUpdate at(StepCount step, double learningRate, double weightDecay);

  /** Changes the values and the state of a block. */
  @FunctionalInterface
  interface BlockUpdate {
    /** Updates the first {@code block.count()} entries of the block's arrays. */
    void apply(Block block);
  }

  /**
   * Neighbouring entries of the flat buffers.
   *
   * @param values changed by the update
   * @param gradients read by the update
   * @param state in the order of {@link #stateNames()}, changed by the update
   * @param count how many entries are valid
   */
  @SuppressWarnings("ArrayRecordComponent") // a view of working memory, never compared
  record Block(float[] values, float[] gradients, float[][] state, int count) {}
}
