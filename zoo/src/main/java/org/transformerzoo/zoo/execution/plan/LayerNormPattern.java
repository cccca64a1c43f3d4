package org.transformerzoo.zoo.execution.plan;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** (x − mean(x))/√(mean((x − mean(x))²) + ε)·gain + bias. */
final class LayerNormPattern implements Pattern {

  @Override
  public Optional<Operation> match(Operation last, Definitions definitions) {
    if (!(last instanceof Nd4jOperation sum) || !sum.kind().equals("add")) {
      return Optional.empty();
    }
    Tensor bias = sum.inputs().get(1);
    Nd4jOperation scaled = definitions.maker(sum.inputs().get(0), "multiply").orElse(null);
    Nd4jOperation normal =
        scaled == null ? null : definitions.maker(scaled.inputs().get(0), "divide").orElse(null);
    if (normal == null) {
      return Optional.empty();
    }
    Tensor gain = scaled.inputs().get(1);
    Tensor centred = normal.inputs().get(0);
    Nd4jOperation shifted = shiftedVariance(normal.inputs().get(1), centred, definitions);
    Optional<Tensor> x = uncentred(centred, definitions);
    if (shifted == null || x.isEmpty() || !isPerColumn(gain, centred, bias)) {
      return Optional.empty();
    }
    OptionalDouble epsilon = Definitions.number(shifted);
    Tensor y = sum.outputs().get(0);
    Tensor mean = Tensor.computed(y.name() + " mean", x.get().size(0));
    Tensor variance = Tensor.computed(y.name() + " variance", x.get().size(0));
    return epsilon.isPresent()
        ? Optional.of(
            new LayerNorm(x.get(), gain, bias, (float) epsilon.getAsDouble(), y, mean, variance))
        : Optional.empty();
  }

  private static boolean isPerColumn(Tensor gain, Tensor centred, Tensor bias) {
    return centred.rank() == 2 && gain.hasShape(centred.size(1)) && bias.hasShape(centred.size(1));
  }

  /** mean(centred²) + ε under a square root. */
  private static Nd4jOperation shiftedVariance(
      Tensor deviation, Tensor centred, Definitions definitions) {
    Nd4jOperation shifted =
        definitions
            .operand(deviation, "sqrt")
            .flatMap(root -> definitions.maker(root, "add_scalar"))
            .orElse(null);
    if (shifted == null) {
      return null;
    }
    List<Tensor> factors =
        rowMean(shifted.inputs().get(0), definitions)
            .flatMap(square -> definitions.maker(square, "multiply"))
            .map(Nd4jOperation::inputs)
            .orElse(List.of());
    boolean square = !factors.isEmpty() && factors.stream().allMatch(f -> f.equals(centred));
    return square ? shifted : null;
  }

  /** x where {@code centred} is x − mean(x). */
  private static Optional<Tensor> uncentred(Tensor centred, Definitions definitions) {
    return definitions
        .maker(centred, "subtract")
        .filter(
            difference ->
                rowMean(difference.inputs().get(1), definitions)
                    .filter(x -> x.equals(difference.inputs().get(0)))
                    .isPresent())
        .map(difference -> difference.inputs().get(0));
  }

  /** x, [rows, width], where {@code tensor} holds the mean of each row, [rows, 1]. */
  private static Optional<Tensor> rowMean(Tensor tensor, Definitions definitions) {
    return definitions
        .operand(tensor, "reduce_mean")
        .filter(x -> x.rank() == 2 && tensor.hasShape(x.size(0), 1));
  }
}
