package org.transformerzoo.zoo.execution.plan;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;

/**
 * How long the products of a model's linear layers take for {@value #ROWS} tokens, forward and
 * backward, with the conversions that a plan makes for them.
 */
final class ProductTiming implements ToDoubleFunction<Precision> {

  private static final long ROWS = 512;
  private static final int ROUNDS = 3;
  private static final long AT_LEAST = 100_000_000; // nanoseconds, so that a pause does not decide
  private static final double NANOSECONDS = 1e6;

  private final Kernels kernels;
  private final Map<List<Long>, Long> layers;

  /** Timing of the linear layers among {@code parameters}. */
  ProductTiming(Kernels kernels, Collection<Parameter> parameters) {
    this.kernels = kernels;
    this.layers =
        parameters.stream()
            .filter(parameter -> parameter.kind() == ParameterKind.LINEAR_WEIGHT)
            .collect(Collectors.groupingBy(Parameter::shape, Collectors.counting()));
  }

  /** Milliseconds for all layers together; layers of one shape are measured once. */
  @Override
  public double applyAsDouble(Precision precision) {
    return layers.entrySet().stream()
        .mapToDouble(entry -> entry.getValue() * milliseconds(entry.getKey(), precision))
        .sum();
  }

  private double milliseconds(List<Long> shape, Precision precision) {
    long out = shape.get(0);
    long in = shape.get(1);
    FlatParameters operands =
        FlatParameters.allocate(
            List.of(operand("x", ROWS, in), operand("W", out, in), operand("dy", ROWS, out)));
    Program products = program(ROWS, in, out);
    Program program = precision == Precision.BFLOAT16 ? MixedPrecision.apply(products) : products;
    PlanKey key = new PlanKey(PlanKey.Purpose.OUTPUTS, Set.of(), Map.of());
    try (Lane lane = new Lane(operands, kernels, 1, Optional.empty())) {
      Plan plan = lane.plan(new CompiledPlan(key, program, MemoryPlan.of(program)));
      run(plan); // makes machine code and touches the memory
      return shortest(plan) / NANOSECONDS;
    }
  }

  private static Parameter operand(String name, long rows, long columns) {
    return new Parameter(name, ParameterKind.LINEAR_WEIGHT, Depth.head(), List.of(rows, columns));
  }

  /** y = x·Wᵀ, dW = dyᵀ·x, dx = dy·W. */
  private static Program program(long rows, long in, long out) {
    Tensor x = value("x", rows, in);
    Tensor weight = value("W", out, in);
    Tensor dy = value("dy", rows, out);
    Tensor gradient =
        new Tensor("dW", DataType.FLOAT, new long[] {out, in}, new Place.ParameterGradient("W"));
    return new Program(
        List.of(
            Linear.of(x, weight, Tensor.computed("y", rows, out)),
            new Product(dy, true, x, false, gradient, false),
            new Product(dy, false, weight, false, Tensor.computed("dx", rows, in), false)),
        Map.of());
  }

  private static Tensor value(String name, long rows, long columns) {
    return new Tensor(
        name, DataType.FLOAT, new long[] {rows, columns}, new Place.ParameterValue(name));
  }

  private static long shortest(Plan plan) {
    long start = System.nanoTime();
    long shortest = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS || System.nanoTime() - start < AT_LEAST; round++) {
      shortest = Math.min(shortest, run(plan));
    }
    return shortest;
  }

  private static long run(Plan plan) {
    long start = System.nanoTime();
    plan.run(Map.of(), new Run(new RandomKey(0, "no masks", 0)));
    return System.nanoTime() - start;
  }
}
