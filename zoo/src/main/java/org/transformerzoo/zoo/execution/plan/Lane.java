package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.transformerzoo.zoo.parameter.FlatParameters;

/**
 * One arena and the plans that are bound to it. The arena is as large as the largest plan so far,
 * whatever the number of shapes.
 */
final class Lane implements AutoCloseable {

  private final FlatParameters parameters;
  private final Kernels kernels;
  private final int limit;
  private final Optional<PackedWeights> packed;
  private final Scratch scratch = new Scratch();
  private final Map<PlanKey, Plan> plans = new LinkedHashMap<>(16, 0.75f, true);
  private Arena arena = new Arena(0);

  /**
   * A lane without plans.
   *
   * @param limit how many plans stay bound
   * @param packed where there are copies of parameters
   */
  Lane(FlatParameters parameters, Kernels kernels, int limit, Optional<PackedWeights> packed) {
    this.packed = packed;
    this.kernels = kernels;
    this.parameters = parameters;
    this.limit = limit;
  }

  /** {@code compiled}, bound to this lane. */
  Plan plan(CompiledPlan compiled) {
    if (compiled.memory().bytes() > arena.bytes()) {
      forgetPlans();
      arena.close();
      arena = new Arena(compiled.memory().bytes());
    }
    Plan plan = plans.get(compiled.key());
    if (plan == null) {
      forgetOldest();
      plan = new Plan(compiled, arena, parameters, kernels, scratch, packed);
      plans.put(compiled.key(), plan);
    }
    return plan;
  }

  private void forgetOldest() {
    Deque<PlanKey> oldestFirst = new ArrayDeque<>(plans.keySet());
    while (plans.size() >= limit) {
      plans.remove(oldestFirst.poll()).close();
    }
  }

  private void forgetPlans() {
    plans.values().forEach(Plan::close);
    plans.clear();
  }

  @Override
  public void close() {
    forgetPlans();
    scratch.close();
    arena.close();
  }
}
