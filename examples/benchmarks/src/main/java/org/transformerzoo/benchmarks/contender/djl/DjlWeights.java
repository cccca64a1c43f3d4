package org.transformerzoo.benchmarks.contender.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.transformerzoo.benchmarks.workload.EncoderWeights;
import org.transformerzoo.benchmarks.workload.Sizes;

/** The weights of all contenders as DJL arrays. */
final class DjlWeights {

  private final Map<String, NDArray> arrays = new LinkedHashMap<>();

  DjlWeights(NDManager manager, Sizes sizes, boolean training) {
    EncoderWeights weights = new EncoderWeights(sizes);
    weights
        .shapes()
        .forEach(
            (name, shape) -> {
              NDArray array = manager.create(weights.values(name), new Shape(shape));
              array.setRequiresGradient(training);
              arrays.put(name, array);
            });
  }

  NDArray get(String name) {
    return arrays.get(name);
  }

  Map<String, NDArray> all() {
    return Collections.unmodifiableMap(arrays);
  }

  /** As {@code optimizer.zero_grad(set_to_none=False)}. */
  void zeroGradients() {
    for (NDArray array : arrays.values()) {
      try (NDArray gradient = array.getGradient()) {
        gradient.subi(gradient);
      }
    }
  }
}
