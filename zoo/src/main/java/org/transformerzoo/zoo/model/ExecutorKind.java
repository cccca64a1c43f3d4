package org.transformerzoo.zoo.model;

import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.SessionExecutor;
import org.transformerzoo.zoo.execution.plan.PlanExecutor;
import org.transformerzoo.zoo.execution.plan.PlanOptions;
import org.transformerzoo.zoo.execution.plan.Precision;
import org.transformerzoo.zoo.execution.plan.UnsupportedPrecisionException;
import org.transformerzoo.zoo.parameter.FlatParameters;

/**
 * The executors to choose from; both give the same numbers. Plans call libraries on the CPU's
 * memory, so that with ND4J's CUDA backend a session takes their place.
 */
public enum ExecutorKind {
  /** Compiled plans: fast, the default. */
  PLAN,
  /** SameDiff's own session: slow, the reference. */
  SESSION;

  /** An executor of {@code executable}, which it owns, on {@code parameters}. */
  public GraphExecutor create(ExecutableGraph executable, FlatParameters parameters) {
    return create(executable, parameters, PlanOptions.defaults());
  }

  /**
   * An executor of {@code executable}, which it owns, on {@code parameters}.
   *
   * @param options of plans; the session has none and computes every gradient
   * @throws UnsupportedPrecisionException if they demand a precision that this machine lacks
   */
  public GraphExecutor create(
      ExecutableGraph executable, FlatParameters parameters, PlanOptions options) {
    if (this == PLAN && Nd4j.getEnvironment().isCPU()) {
      return new PlanExecutor(executable, parameters, options);
    }
    if (options.precision() == Precision.BFLOAT16) {
      throw new UnsupportedPrecisionException(
          "The precision is bfloat16, which plans on a CPU have and sessions have not, expected"
              + " float32 or auto");
    }
    return new SessionExecutor(executable, parameters);
  }
}
