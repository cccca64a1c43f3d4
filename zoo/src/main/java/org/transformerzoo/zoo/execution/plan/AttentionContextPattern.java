package org.transformerzoo.zoo.execution.plan;

import java.util.Optional;

/**
 * probabilities·value, with or without a mask in between, where nothing else reads the
 * probabilities.
 *
 * @param training whether the operations will be differentiated
 */
record AttentionContextPattern(boolean training) implements Pattern {

  @Override
  public Optional<Operation> match(Operation last, Definitions definitions) {
    if (!(last instanceof HeadProduct product) || !isContext(product)) {
      return Optional.empty();
    }
    Tensor factor = product.a().tensor();
    return definitions
        .maker(factor, Multiply.class)
        .flatMap(multiply -> masked(product, multiply, definitions))
        .or(() -> fused(product, factor, Optional.empty(), definitions));
  }

  private static boolean isContext(HeadProduct product) {
    return product.scale() == 1
        && product.a().layout() == HeadProduct.Layout.HEAD_MAJOR
        && product.b().layout() == HeadProduct.Layout.TOKEN_MAJOR
        && product.c().layout() == HeadProduct.Layout.TOKEN_MAJOR
        && !product.a().transposed()
        && !product.b().transposed();
  }

  private Optional<Operation> masked(
      HeadProduct product, Multiply multiply, Definitions definitions) {
    if (definitions.isLearned(multiply.right()) || !definitions.isUsedOnce(multiply.product())) {
      return Optional.empty();
    }
    return fused(product, multiply.left(), Optional.of(multiply.right()), definitions);
  }

  private Optional<Operation> fused(
      HeadProduct product, Tensor factor, Optional<Tensor> mask, Definitions definitions) {
    return definitions
        .maker(factor, AttentionProbabilities.class)
        .filter(attention -> definitions.isUsedOnce(factor))
        .map(
            attention ->
                Attention.of(
                    attention, mask, product.b().tensor(), product.c().tensor(), training));
  }
}
