package org.transformerzoo.zoo.execution.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.transformerzoo.zoo.execution.plan.Pattern.Pair;

/** x·Wᵀ or x·W, and what may follow it. */
final class LinearPatterns {

  /** "Transpose the second matrix and nothing else", as ND4J writes it. */
  private static final long[] SECOND_TRANSPOSED = {0, 1, 0};

  private static final long[] PLAIN = {0, 0, 0};

  private LinearPatterns() {}

  /** A product of a matrix with a matrix, transposed or not. */
  static Optional<Operation> product(Operation last, Definitions definitions) {
    if (last instanceof Nd4jOperation product
        && product.kind().equals("matmul")
        && product.inputs().stream().allMatch(input -> input.rank() == 2)
        && (isPlain(product) || isTransposed(product))) {
      List<Tensor> inputs = product.inputs();
      return Optional.of(
          Linear.of(inputs.get(0), inputs.get(1), isPlain(product), product.outputs().get(0)));
    }
    return Optional.empty();
  }

  private static boolean isPlain(Nd4jOperation product) {
    return Arrays.equals(Definitions.integers(product), PLAIN);
  }

  private static boolean isTransposed(Nd4jOperation product) {
    return Arrays.equals(Definitions.integers(product), SECOND_TRANSPOSED);
  }

  /** + b. */
  static Optional<Operation> bias(Operation last, Definitions definitions) {
    return operands(last, "add")
        .flatMap(
            pair ->
                linear(pair.first(), definitions)
                    .filter(linear -> linear.endsWithBias() && linear.bias().isEmpty())
                    .filter(linear -> pair.second().hasShape(linear.out()))
                    .map(linear -> linear.withBias(pair.second(), last.outputs().get(0))));
  }

  /** · mask. */
  static Optional<Operation> mask(Operation last, Definitions definitions) {
    return operands(last, "multiply")
        .flatMap(
            pair ->
                masked(pair, definitions, last)
                    .or(() -> masked(pair.swapped(), definitions, last)));
  }

  private static Optional<Operation> masked(Pair pair, Definitions definitions, Operation last) {
    Tensor mask = pair.second();
    if (!pair.first().sameShape(mask) || definitions.isLearned(mask)) {
      return Optional.empty();
    }
    return linear(pair.first(), definitions)
        .filter(Linear::endsWithBias)
        .map(linear -> linear.withMask(mask, last.outputs().get(0)));
  }

  /** + residual. */
  static Optional<Operation> residual(Operation last, Definitions definitions) {
    return operands(last, "add")
        .filter(pair -> pair.first().sameShape(pair.second()))
        .flatMap(
            pair ->
                added(pair, definitions, last).or(() -> added(pair.swapped(), definitions, last)));
  }

  private static Optional<Operation> added(Pair pair, Definitions definitions, Operation last) {
    return linear(pair.first(), definitions)
        .filter(linear -> linear.residual().isEmpty())
        .map(linear -> linear.withResidual(pair.second(), last.outputs().get(0)));
  }

  /** An activation. */
  static Optional<Operation> activation(Operation last, Definitions definitions) {
    if (!(last instanceof Activated activated)) {
      return Optional.empty();
    }
    return linear(activated.x(), definitions)
        .filter(Linear::endsWithBias)
        .map(linear -> linear.withActivation(activated.activation(), activated.y()));
  }

  /** The linear layer that makes {@code tensor} for one reader, so that it need not be kept. */
  private static Optional<Linear> linear(Tensor tensor, Definitions definitions) {
    return definitions
        .maker(tensor, Linear.class)
        .filter(linear -> linear.y().sameShape(tensor) && definitions.isUsedOnce(tensor));
  }

  private static Optional<Pair> operands(Operation last, String kind) {
    return last instanceof Nd4jOperation operation && operation.kind().equals(kind)
        ? Optional.of(new Pair(operation.inputs().get(0), operation.inputs().get(1)))
        : Optional.empty();
  }
}
