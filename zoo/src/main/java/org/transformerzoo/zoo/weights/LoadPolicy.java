package org.transformerzoo.zoo.weights;

import java.util.function.Predicate;
import org.transformerzoo.zoo.parameter.Depth;

/**
 * How far a checkpoint may differ from the model that it is loaded into.
 *
 * @param name what messages call the policy
 * @param mayBeMissing the depths whose parameters the checkpoint need not have; the caller
 *     initialises them
 * @param mayDifferInShape the depths whose parameters may be stored in another shape, which counts
 *     as missing
 * @param allowsUnexpected whether the checkpoint may have tensors that no parameter needs
 */
public record LoadPolicy(
    String name,
    Predicate<Depth> mayBeMissing,
    Predicate<Depth> mayDifferInShape,
    boolean allowsUnexpected) {

  /** The checkpoint is of exactly this model. */
  public static LoadPolicy strict() {
    return new LoadPolicy("strict", depth -> false, depth -> false, false);
  }

  /**
   * The checkpoint is the starting point of a new task: the heads may be missing or of another
   * shape, the pooler may be missing, and heads that the checkpoint has besides are left out. The
   * body must be whole.
   */
  public static LoadPolicy fineTuning() {
    return new LoadPolicy(
        "fine-tuning",
        depth -> depth instanceof Depth.Head || depth instanceof Depth.Pooler,
        depth -> depth instanceof Depth.Head,
        true);
  }
}
