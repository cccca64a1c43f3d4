package org.transformerzoo.zoo.weights;

import java.util.HashSet;
import java.util.Set;
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
 * @param unread parameters that may be missing whatever their depth, because nothing reads them
 */
public record LoadPolicy(
    String name,
    Predicate<Depth> mayBeMissing,
    Predicate<Depth> mayDifferInShape,
    boolean allowsUnexpected,
    Set<String> unread) {

  /** Copies the set. */
  public LoadPolicy {
    unread = Set.copyOf(unread);
  }

  /**
   * The same policy for a source that leaves out what its model does not read.
   *
   * @param parameters that may be missing whatever their depth
   */
  public LoadPolicy without(Set<String> parameters) {
    Set<String> all = new HashSet<>(unread);
    all.addAll(parameters);
    return new LoadPolicy(name, mayBeMissing, mayDifferInShape, allowsUnexpected, all);
  }

  /** Whether {@code parameter} may be missing, which lies at {@code depth}. */
  boolean mayBeMissing(String parameter, Depth depth) {
    return unread.contains(parameter) || mayBeMissing.test(depth);
  }

  /** The checkpoint is of exactly this model. */
  public static LoadPolicy strict() {
    return new LoadPolicy("strict", depth -> false, depth -> false, false, Set.of());
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
        true,
        Set.of());
  }
}
