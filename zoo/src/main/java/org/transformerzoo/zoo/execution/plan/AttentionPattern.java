package org.transformerzoo.zoo.execution.plan;

import java.util.Optional;
import java.util.OptionalDouble;

/** softmax(scale·q·kᵀ + bias) between queries and keys whose heads lie side by side. */
final class AttentionPattern implements Pattern {

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
        definitions.maker(scores, "add").filter(add -> mayBeBias(add, definitions));
    Optional<Tensor> bias = sum.map(add -> add.inputs().get(1));
    Tensor scaled = sum.map(add -> add.inputs().get(0)).orElse(scores);
    Optional<Nd4jOperation> scaling = definitions.maker(scaled, "mul_scalar");
    OptionalDouble scale = scaling.map(Definitions::number).orElseGet(() -> OptionalDouble.of(1));
    Tensor product = scaling.map(multiply -> multiply.inputs().get(0)).orElse(scaled);
    if (scale.isEmpty()) {
      return Optional.empty();
    }
    return definitions
        .maker(product, HeadProduct.class)
        .filter(AttentionPattern::isSimilarity)
        .map(
            similarity ->
                new AttentionProbabilities(
                    similarity.a().tensor(),
                    similarity.b().tensor(),
                    (float) scale.getAsDouble(),
                    bias,
                    softmax.outputs().get(0)));
  }

  /** query·keyᵀ. */
  private static boolean isSimilarity(HeadProduct product) {
    return product.scale() == 1
        && product.a().layout() == HeadProduct.Layout.TOKEN_MAJOR
        && product.b().layout() == HeadProduct.Layout.TOKEN_MAJOR
        && product.c().layout() == HeadProduct.Layout.HEAD_MAJOR
        && !product.a().transposed()
        && product.b().transposed();
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

  /** The kernel gives a bias that is broadcast no gradient. */
  private static boolean mayBeBias(Nd4jOperation sum, Definitions definitions) {
    Tensor bias = sum.inputs().get(1);
    return bias.rank() == 4
        && (!definitions.isLearned(bias) || bias.sameShape(sum.outputs().get(0)));
  }
}
