package org.transformerzoo.zoo.execution.plan;

import java.util.List;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The same number everywhere in {@code output}. */
record Fill(Tensor output, float number) implements Operation {

  @Override
  public List<Tensor> inputs() {
    return List.of();
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(output);
  }

  @Override
  public void differentiate(Gradients gradients) {
    // It depends on nothing.
  }

  @Override
  public Fill on(UnaryOperator<Tensor> map) {
    return new Fill(map.apply(output), number);
  }

  @Override
  public Call bind(Memory memory) {
    INDArray array = memory.array(output);
    return run -> array.assign(number);
  }
}
