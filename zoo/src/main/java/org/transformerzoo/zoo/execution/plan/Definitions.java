package org.transformerzoo.zoo.execution.plan;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.ScalarOp;

/** Which operation makes each value of a program, how often it is used, and what it depends on. */
final class Definitions {

  private final Map<Tensor, Operation> makers = new HashMap<>();
  private final Map<Tensor, Integer> uses = new HashMap<>();
  private final Set<Tensor> learned = new HashSet<>();

  Definitions(List<Operation> operations, Collection<Tensor> outputs) {
    operations.forEach(this::define);
    for (Operation operation : operations) {
      operation.inputs().forEach(this::use);
    }
    outputs.forEach(this::use);
  }

  /** Replaces the operation that makes the outputs of {@code operation}. */
  void define(Operation operation) {
    boolean dependent = operation.inputs().stream().anyMatch(this::isLearned);
    for (Tensor output : operation.outputs()) {
      makers.put(output.root(), operation);
      if (dependent) {
        learned.add(output.root());
      }
    }
  }

  private void use(Tensor tensor) {
    uses.merge(tensor.root(), 1, Integer::sum);
  }

  /** Whether {@code tensor} depends on a parameter. */
  boolean isLearned(Tensor tensor) {
    Tensor root = tensor.root();
    return root.place() instanceof Place.ParameterValue || learned.contains(root);
  }

  /** Whether {@code tensor} is read by one operation only. */
  boolean isUsedOnce(Tensor tensor) {
    return uses(tensor) == 1;
  }

  /** How often {@code tensor} is read. */
  int uses(Tensor tensor) {
    return uses.getOrDefault(tensor.root(), 0);
  }

  /** The operation of type {@code type} that makes {@code tensor}, if it is one. */
  <T extends Operation> Optional<T> maker(Tensor tensor, Class<T> type) {
    Operation maker = makers.get(tensor.root());
    return type.isInstance(maker) ? Optional.of(type.cast(maker)) : Optional.empty();
  }

  /** The operation that ND4J calls {@code kind} and that makes {@code tensor}, if it is one. */
  Optional<Nd4jOperation> maker(Tensor tensor, String kind) {
    return maker(tensor, Nd4jOperation.class).filter(operation -> operation.kind().equals(kind));
  }

  /** The one operand of the operation called {@code kind} that makes {@code tensor}. */
  Optional<Tensor> operand(Tensor tensor, String kind) {
    return maker(tensor, kind)
        .filter(operation -> operation.inputs().size() == 1)
        .map(operation -> operation.inputs().get(0));
  }

  /** The operand of an operation with a number, such as x in x·2, where the number is this one. */
  Optional<Tensor> operand(Tensor tensor, String kind, double number) {
    return maker(tensor, kind)
        .filter(operation -> isClose(number(operation), number))
        .map(operation -> operation.inputs().get(0));
  }

  /** The number that an operation such as x·2 holds. */
  static OptionalDouble number(Nd4jOperation operation) {
    if (operation.function() instanceof ScalarOp scalar && scalar.scalar() != null) {
      return OptionalDouble.of(scalar.scalar().getDouble(0));
    }
    return OptionalDouble.empty();
  }

  /** The integer arguments of {@code operation}, such as axes or whether to transpose. */
  static long[] integers(Nd4jOperation operation) {
    DifferentialFunction function = operation.function();
    return function instanceof DynamicCustomOp custom ? custom.iArgs() : new long[0];
  }

  /** Whether {@code operation} exchanges the two middle dimensions of four. */
  static boolean swapsHeads(Nd4jOperation operation) {
    return operation.kind().equals("permute")
        && Arrays.equals(integers(operation), new long[] {0, 2, 1, 3});
  }

  private static boolean isClose(OptionalDouble actual, double expected) {
    return actual.isPresent()
        && Math.abs(actual.getAsDouble() - expected) <= 1e-6 * Math.abs(expected);
  }
}
