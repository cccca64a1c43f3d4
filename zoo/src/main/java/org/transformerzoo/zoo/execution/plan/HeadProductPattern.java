package org.transformerzoo.zoo.execution.plan;

import java.util.Optional;
import org.transformerzoo.zoo.execution.plan.HeadProduct.Operand;

/** probabilities·v with v taken apart into heads and the result put together again. */
final class HeadProductPattern implements Pattern {

  @Override
  public Optional<Operation> match(Operation last, Definitions definitions) {
    if (!(last instanceof Nd4jOperation permute) || !Definitions.swapsHeads(permute)) {
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
