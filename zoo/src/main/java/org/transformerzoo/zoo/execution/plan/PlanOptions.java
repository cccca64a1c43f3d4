package org.transformerzoo.zoo.execution.plan;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Predicate;

/**
 * How graphs are compiled and run.
 *
 * @param memoryLimit the most bytes that the values of one plan may take
 * @param plans how many compiled plans are kept, one for each combination of input shapes and
 *     outputs
 * @param lanes how many runs may be under way at once, each with its own memory
 * @param checkpointing whether values inside of layers are computed again for the gradient instead
 *     of being kept: less memory, about a third more time, equal gradients
 * @param trainable the names of parameters whose gradients are computed
 * @param fixedParameters whether no parameter changes as long as the executor is in use, so that it
 *     may keep copies of weights in the layout that is read fastest: short inputs are answered
 *     sooner, and the weights of linear layers take twice the memory
 * @param precision what the products of linear layers multiply
 */
public record PlanOptions(
    long memoryLimit,
    int plans,
    int lanes,
    boolean checkpointing,
    Predicate<String> trainable,
    boolean fixedParameters,
    Precision precision) {

  private static final double SHARE_OF_MEMORY = 0.8;
  private static final int PLANS = 64;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them is less than 1
   */
  public PlanOptions {
    if (memoryLimit < 1 || plans < 1 || lanes < 1) {
      throw new IllegalArgumentException(
          "memoryLimit, plans and lanes are %d, %d, %d, expected at least 1 each"
              .formatted(memoryLimit, plans, lanes));
    }
  }

  /** Most of the machine's memory, as many lanes as processors, every parameter trainable. */
  public static PlanOptions defaults() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long limit = (long) (system.getTotalMemorySize() * SHARE_OF_MEMORY);
    return new PlanOptions(
        limit,
        PLANS,
        Runtime.getRuntime().availableProcessors(),
        false,
        name -> true,
        false,
        Precision.FLOAT32);
  }

  /** These options with another limit on memory. */
  public PlanOptions withMemoryLimit(long bytes) {
    return new PlanOptions(
        bytes, plans, lanes, checkpointing, trainable, fixedParameters, precision);
  }

  /** These options with room for another number of plans. */
  public PlanOptions withPlans(int count) {
    return new PlanOptions(
        memoryLimit, count, lanes, checkpointing, trainable, fixedParameters, precision);
  }

  /** These options with gradients for the parameters that {@code predicate} accepts by name. */
  public PlanOptions withTrainable(Predicate<String> predicate) {
    return new PlanOptions(
        memoryLimit, plans, lanes, checkpointing, predicate, fixedParameters, precision);
  }

  /** These options with or without gradient checkpointing. */
  public PlanOptions withCheckpointing(boolean on) {
    return new PlanOptions(memoryLimit, plans, lanes, on, trainable, fixedParameters, precision);
  }

  /** These options for parameters that may change, or that do not while the executor is in use. */
  public PlanOptions withFixedParameters(boolean fixed) {
    return new PlanOptions(memoryLimit, plans, lanes, checkpointing, trainable, fixed, precision);
  }

  /** These options with products in another precision. */
  public PlanOptions withPrecision(Precision chosen) {
    return new PlanOptions(
        memoryLimit, plans, lanes, checkpointing, trainable, fixedParameters, chosen);
  }
}
