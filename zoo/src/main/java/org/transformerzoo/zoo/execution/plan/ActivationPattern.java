package org.transformerzoo.zoo.execution.plan;

import java.util.List;
import java.util.Optional;
import org.transformerzoo.zoo.config.Activation;

/** The activation functions, single operations or composed ones. */
record ActivationPattern(Kernels kernels) implements Pattern {

  private static final double SQRT_HALF = Math.sqrt(0.5);
  private static final double SQRT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);

  @Override
  public Optional<Operation> match(Operation last, Definitions definitions) {
    if (!(last instanceof Nd4jOperation operation)) {
      return Optional.empty();
    }
    Tensor y = operation.outputs().get(0);
    return switch (operation.kind()) {
      case "tanh" -> activated(Activation.TANH, operation.inputs().get(0), y);
      case "relu" -> relu(operation, y);
      case "sigmoid" -> activated(Activation.SIGMOID, operation.inputs().get(0), y);
      case "multiply" -> product(operation.inputs(), y, definitions);
      default -> Optional.empty();
    };
  }

  private Optional<Operation> relu(Nd4jOperation operation, Tensor y) {
    boolean plain = Definitions.number(operation).orElse(0) == 0;
    return plain ? activated(Activation.RELU, operation.inputs().get(0), y) : Optional.empty();
  }

  private Optional<Operation> product(List<Tensor> factors, Tensor y, Definitions definitions) {
    Tensor left = factors.get(0);
    Tensor right = factors.get(1);
    return erf(left, right, definitions)
        .flatMap(x -> activated(Activation.GELU, x, y))
        .or(
            () ->
                tanh(left, right, definitions).flatMap(x -> activated(Activation.GELU_TANH, x, y)))
        .or(() -> gated(left, right, definitions).flatMap(kind -> activated(kind, left, y)));
  }

  /** x where the factors are x/2 and 1 + erf(x/√2). */
  private static Optional<Tensor> erf(Tensor half, Tensor gate, Definitions definitions) {
    return definitions
        .operand(half, "mul_scalar", 0.5)
        .filter(
            x ->
                definitions
                    .operand(gate, "add_scalar", 1)
                    .flatMap(inner -> definitions.operand(inner, "erf"))
                    .flatMap(inner -> definitions.operand(inner, "mul_scalar", SQRT_HALF))
                    .filter(x::equals)
                    .isPresent());
  }

  /** x where the factors are x/2 and 1 + tanh(√(2/π)·(x + 0.044715·x³)). */
  private static Optional<Tensor> tanh(Tensor half, Tensor gate, Definitions definitions) {
    return definitions
        .operand(half, "mul_scalar", 0.5)
        .filter(
            x ->
                definitions
                    .operand(gate, "add_scalar", 1)
                    .flatMap(inner -> definitions.maker(inner, Activated.class))
                    .filter(inner -> inner.activation() == Activation.TANH)
                    .flatMap(
                        inner -> definitions.operand(inner.x(), "mul_scalar", SQRT_TWO_OVER_PI))
                    .filter(cubic -> isCubic(cubic, x, definitions))
                    .isPresent());
  }

  private static boolean isCubic(Tensor cubic, Tensor x, Definitions definitions) {
    Optional<Nd4jOperation> sum = definitions.maker(cubic, "add");
    return sum.isPresent()
        && sum.get().inputs().get(0).equals(x)
        && definitions
            .operand(sum.get().inputs().get(1), "mul_scalar", 0.044715)
            .flatMap(cube -> definitions.maker(cube, "multiply"))
            .filter(cube -> cube.inputs().get(1).equals(x))
            .flatMap(cube -> definitions.maker(cube.inputs().get(0), "multiply"))
            .filter(square -> square.inputs().stream().allMatch(x::equals))
            .isPresent();
  }

  /** What x·gate is, if gate is σ(x) or σ(1.702·x). */
  private static Optional<Activation> gated(Tensor x, Tensor gate, Definitions definitions) {
    Optional<Tensor> inner =
        definitions
            .maker(gate, Activated.class)
            .filter(sigmoid -> sigmoid.activation() == Activation.SIGMOID)
            .map(Activated::x);
    if (inner.filter(x::equals).isPresent()) {
      return Optional.of(Activation.SILU);
    }
    return inner
        .flatMap(scaled -> definitions.operand(scaled, "mul_scalar", 1.702))
        .filter(x::equals)
        .map(found -> Activation.GELU_SIGMOID);
  }

  private Optional<Operation> activated(Activation activation, Tensor x, Tensor y) {
    return kernels.supports(activation)
        ? Optional.of(new Activated(activation, x, y))
        : Optional.empty();
  }
}
