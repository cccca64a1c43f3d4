package org.transformerzoo.zoo.execution.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MULTIPLE_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.transformerzoo.zoo.execution.plan.OneDnnLoop.Step;

/** {@link LayerProducts} by primitives of oneDNN, one sequence after the other. */
final class OneDnnLayerProducts {

  private final OneDnnPrimitives primitives;

  OneDnnLayerProducts(OneDnnPrimitives primitives) {
    this.primitives = primitives;
  }

  Call bind(LayerProducts operation, Memory memory) {
    int batch = Math.toIntExact(operation.layers().get(0).size(0));
    return new OneDnnLoop(batch, List.of(sideBySide(operation), products(operation)), memory);
  }

  /** Copies the layers of one sequence into the room. */
  private Step sideBySide(LayerProducts operation) {
    List<Tensor> layers = operation.layers();
    long length = operation.room().size(1);
    long hidden = operation.room().size(3);
    Map<Integer, Tensor> tensors = new HashMap<>();
    for (int layer = 0; layer < layers.size(); layer++) {
      tensors.put(DNNL_ARG_MULTIPLE_SRC + layer, layers.get(layer));
    }
    tensors.put(DNNL_ARG_DST, operation.room());
    return new Step(
        primitives.concatenation(
            OneDnn.dense(length, 1, hidden),
            layers.size(),
            1,
            OneDnn.dense(length, layers.size(), hidden)),
        tensors);
  }

  private Step products(LayerProducts operation) {
    long length = operation.room().size(1);
    long layers = operation.room().size(2);
    long hidden = operation.room().size(3);
    dnnl_memory_desc_t states = OneDnn.dense(length, layers, hidden);
    dnnl_memory_desc_t transposed =
        OneDnn.strided(
            new long[] {length, hidden, layers}, new long[] {layers * hidden, 1, hidden});
    try (PostOperations none = new PostOperations()) {
      return new Step(
          primitives.matmul(states, transposed, null, OneDnn.dense(length, layers, layers), none),
          Map.of(
              DNNL_ARG_SRC, operation.room(),
              DNNL_ARG_WEIGHTS, operation.room(),
              DNNL_ARG_DST, operation.products()));
    }
  }
}
