package org.transformerzoo.zoo.execution.plan;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/** softmax(scale·q·kᵀ + bias) between queries and keys whose heads lie side by side. */
final class AttentionPattern implements Pattern {

  private static final long[] SECOND_TRANSPOSED = {0, 1, 0};

  @Override
  public Optional<Operation> match(Operation last, Definitions definitions) {
    if (!(last instanceof Nd4jOperation softmax)
        || !softmax.kind().equals("softmax")
        || softmax.inputs().get(0).rank() != 4
        || !isLastAxis(softmax)) {
      return Optional.empty();
    }
    Tensor scores = softmax.inputs().get(0);
    Optional<Nd4jOperation> sum =
        definitions.maker(scores, "add").filter(add -> mayBeBias(add.inputs().get(1), definitions));
    Optional<Tensor> bias = sum.map(add -> add.inputs().get(1));
    Tensor scaled = sum.map(add -> add.inputs().get(0)).orElse(scores);
    Optional<Nd4jOperation> scaling = definitions.maker(scaled, "mul_scalar");
    OptionalDouble scale = scaling.map(Definitions::number).orElseGet(() -> OptionalDouble.of(1));
    Tensor product = scaling.map(multiply -> multiply.inputs().get(0)).orElse(scaled);
    if (scale.isEmpty()) {
      return Optional.empty();
    }
    return definitions
        .maker(product, "matmul")
        .filter(matmul -> Arrays.equals(Definitions.integers(matmul), SECOND_TRANSPOSED))
        .flatMap(
            matmul ->
                attention(
                    matmul,
                    (float) scale.getAsDouble(),
                    bias,
                    softmax.outputs().get(0),
                    definitions));
  }

  private static Optional<Operation> attention(
      Nd4jOperation product,
      float scale,
      Optional<Tensor> bias,
      Tensor probabilities,
      Definitions definitions) {
    Optional<Tensor> query = heads(product.inputs().get(0), definitions);
    Optional<Tensor> key = heads(product.inputs().get(1), definitions);
    return query.isPresent() && key.isPresent()
        ? Optional.of(
            new AttentionProbabilities(query.get(), key.get(), scale, bias, probabilities))
        : Optional.empty();
  }

  /** x, [batch, length, heads, depth], where {@code split} is [batch, heads, length, depth]. */
  static Optional<Tensor> heads(Tensor split, Definitions definitions) {
    return definitions
        .maker(split, "permute")
        .filter(Definitions::swapsHeads)
        .map(permute -> permute.inputs().get(0));
  }

  private static boolean isLastAxis(Nd4jOperation softmax) {
    long[] axes = Definitions.integers(softmax);
    return axes.length == 0 || axes[0] == -1 || axes[0] == 3;
  }

  /** The kernel gives a bias no gradient. */
  private static boolean mayBeBias(Tensor tensor, Definitions definitions) {
    return tensor.rank() == 4 && !definitions.isLearned(tensor);
  }
}
