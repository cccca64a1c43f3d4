package org.transformerzoo.zoo.execution.plan;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of {@link CrossEntropy} with respect to the log-probabilities: −dloss/count at each
 * row's label, zero elsewhere.
 */
record CrossEntropyGradient(Tensor labels, Tensor dloss, Tensor gradient) implements Operation {

  @Override
  public List<Tensor> inputs() {
    return List.of(labels, dloss);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(gradient);
  }

  @Override
  public void differentiate(Gradients gradients) {
    throw new UnsupportedOperationException("A gradient's gradient");
  }

  @Override
  public CrossEntropyGradient on(UnaryOperator<Tensor> map) {
    return new CrossEntropyGradient(map.apply(labels), map.apply(dloss), map.apply(gradient));
  }

  @Override
  public Call bind(Memory memory) {
    INDArray classes = memory.array(labels);
    FloatBuffer weight = memory.buffer(dloss);
    FloatBuffer to = memory.buffer(gradient);
    Pointer start = new NativePointers.Bytes(memory.address(gradient));
    int width = Math.toIntExact(gradient.size(1));
    return run -> {
      int[] chosen = classes.data().asInt();
      float entry = -weight.get(0) / CrossEntropy.counted(chosen);
      Pointer.memset(start, 0, gradient.bytes());
      for (int row = 0; row < chosen.length; row++) {
        if (chosen[row] >= 0) {
          to.put(row * width + chosen[row], entry);
        }
      }
    };
  }
}
