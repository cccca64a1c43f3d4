package org.transformerzoo.zoo.execution.plan;

import java.util.Arrays;
import java.util.Optional;
import org.transformerzoo.zoo.execution.plan.HeadProduct.Operand;

/**
 * probabilities·v with v taken apart into heads and the result put together again; and q·kᵀ with
 * both taken apart into heads.
 */
final class HeadProductPattern implements Pattern {

  private static final long[] SECOND_TRANSPOSED = {0, 1, 0};

  @Override
  public Optional<Operation> match(Operation last, Definitions definitions) {
    return last instanceof Nd4jOperation operation
        ? context(operation, definitions).or(() -> similarity(operation, definitions))
        : Optional.empty();
  }

  private static Optional<Operation> similarity(Nd4jOperation product, Definitions definitions) {
    if (!product.kind().equals("matmul")
        || !Arrays.equals(Definitions.integers(product), SECOND_TRANSPOSED)) {
      return Optional.empty();
    }
    Optional<Tensor> key = AttentionPattern.heads(product.inputs().get(1), definitions);
    return AttentionPattern.heads(product.inputs().get(0), definitions)
        .filter(query -> key.isPresent())
        .map(
            query ->
                new HeadProduct(
                    Operand.tokens(query),
                    Operand.tokens(key.orElseThrow()).transpose(),
                    Operand.scores(product.outputs().get(0)),
                    1));
  }

  private static Optional<Operation> context(Nd4jOperation permute, Definitions definitions) {
    if (!Definitions.swapsHeads(permute)) {
      return Optional.empty();
    }
    return definitions
        .maker(permute.inputs().get(0), "matmul")
        .filter(HeadProductPattern::isPlain)
        .flatMap(
            product ->
                AttentionPattern.heads(product.inputs().get(1), definitions)
                    .map(
                        values ->
                            new HeadProduct(
                                Operand.scores(product.inputs().get(0)),
                                Operand.tokens(values),
                                Operand.tokens(permute.outputs().get(0)),
                                1)));
  }

  private static boolean isPlain(Nd4jOperation product) {
    for (long flag : Definitions.integers(product)) {
      if (flag != 0) {
        return false;
      }
    }
    return true;
  }
}
