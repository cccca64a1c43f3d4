package org.transformerzoo.zoo.execution.plan;

import java.nio.IntBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Finds the rows whose label is not negative.
 *
 * @param labels of all rows, integers
 * @param found at least as many as there are
 */
record FindLabelledRows(Tensor labels, LabelledRows found) implements Operation {

  private static final int UNCOUNTED = -1;

  @Override
  public List<Tensor> inputs() {
    return List.of(labels);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(found.ids(), found.labels());
  }

  @Override
  public void differentiate(Gradients gradients) {
    // Integers have no gradient.
  }

  @Override
  public FindLabelledRows on(UnaryOperator<Tensor> map) {
    return new FindLabelledRows(
        map.apply(labels),
        new LabelledRows(found.rows(), map.apply(found.ids()), map.apply(found.labels())));
  }

  @Override
  public Call bind(Memory memory) {
    INDArray all = memory.array(labels);
    IntBuffer ids = memory.integers(found.ids());
    IntBuffer kept = memory.integers(found.labels());
    return run -> {
      int[] label = all.data().asInt();
      int next = 0;
      for (int row = 0; row < label.length; row++) {
        if (label[row] >= 0) {
          ids.put(next, row);
          kept.put(next, label[row]);
          next++;
        }
      }
      for (; next < found.count(); next++) {
        ids.put(next, 0);
        kept.put(next, UNCOUNTED);
      }
    };
  }
}
