package org.transformerzoo.zoo.execution.plan;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mean cross-entropy over the rows whose label is not negative, 0 if there are none.
 *
 * @param logits [rows, classes]
 * @param labels integers, [rows]
 * @param logProbabilities what it computes first, [rows, classes]
 * @param loss a scalar
 */
record CrossEntropy(Tensor logits, Tensor labels, Tensor logProbabilities, Tensor loss)
    implements Operation {

  /** The same loss of some rows with other labels. */
  CrossEntropy of(Tensor selected, Tensor theirs) {
    Tensor log = Tensor.computed(logProbabilities.name(), selected.shape());
    return new CrossEntropy(selected, theirs, log, loss);
  }

  @Override
  public List<Tensor> inputs() {
    return List.of(logits, labels);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(logProbabilities, loss);
  }

  @Override
  public void differentiate(Gradients gradients) {
    Tensor dlogits = Tensor.computed("d " + logits.name(), logits.shape());
    gradients.emit(new CrossEntropyGradient(labels, gradients.of(loss), dlogits));
    gradients.emit(new SoftmaxGradient(true, logProbabilities, dlogits, dlogits));
    gradients.add(logits, dlogits);
  }

  @Override
  public CrossEntropy on(UnaryOperator<Tensor> map) {
    return new CrossEntropy(
        map.apply(logits), map.apply(labels), map.apply(logProbabilities), map.apply(loss));
  }

  @Override
  public Call bind(Memory memory) {
    Call logSoftmax = memory.kernels().logSoftmax(logits, logProbabilities, memory);
    return new CallPair(logSoftmax, mean(memory));
  }

  private Call mean(Memory memory) {
    INDArray classes = memory.array(labels);
    FloatBuffer from = memory.buffer(logProbabilities);
    FloatBuffer to = memory.buffer(loss);
    int width = Math.toIntExact(logits.size(1));
    return run -> {
      int[] chosen = classes.data().asInt();
      double sum = 0;
      for (int row = 0; row < chosen.length; row++) {
        if (chosen[row] >= 0) {
          sum -= from.get(row * width + chosen[row]);
        }
      }
      to.put(0, (float) (sum / counted(chosen)));
    };
  }

  /** How many labels count, at least 1. */
  static int counted(int... labels) {
    int count = 0;
    for (int label : labels) {
      count += label >= 0 ? 1 : 0;
    }
    return Math.max(count, 1);
  }
}
