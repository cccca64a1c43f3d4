package org.transformerzoo.zoo.execution.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The product of stacked layers with themselves, where nothing else reads the stack. */
final class LayerProductsPattern {

  private static final long[] SECOND_TRANSPOSED = {0, 1, 0};
  private static final long[] AFTER_TOKENS = {2};

  private LayerProductsPattern() {}

  static Optional<Operation> match(Operation last, Definitions definitions) {
    if (!(last instanceof Nd4jOperation product)
        || !product.kind().equals("matmul")
        || !Arrays.equals(Definitions.integers(product), SECOND_TRANSPOSED)) {
      return Optional.empty();
    }
    Tensor rows = product.inputs().get(0); // [tokens, layers, hidden]
    if (rows.rank() != 3
        || !rows.root().equals(product.inputs().get(1).root())
        || definitions.uses(rows) != 2) {
      return Optional.empty();
    }
    return definitions
        .maker(rows, "stack")
        .filter(stack -> Arrays.equals(Definitions.integers(stack), AFTER_TOKENS))
        .filter(stack -> isByToken(stack.inputs(), rows))
        .map(stack -> LayerProducts.of(stack.inputs(), product.outputs().get(0)));
  }

  private static boolean isByToken(List<Tensor> layers, Tensor rows) {
    Tensor layer = layers.get(0);
    return layer.rank() == 3
        && rows.hasShape(layer.size(0) * layer.size(1), layers.size(), layer.size(2));
  }
}
