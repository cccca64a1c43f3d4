package org.transformerzoo.zoo.execution.plan;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * {@code one} = {@code all} at one position of each sequence.
 *
 * @param one [sequences, width]
 */
record SelectPosition(Tensor all, OnePosition position, Tensor one) implements Operation {

  @Override
  public List<Tensor> inputs() {
    return List.of(all);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(one);
  }

  @Override
  public void differentiate(Gradients gradients) {
    if (gradients.needed(all)) {
      Gradients.Target sum = gradients.target(all);
      if (!sum.accumulate()) {
        gradients.emit(new Fill(sum.tensor(), 0f));
      }
      gradients.emit(new SelectPositionGradient(gradients.of(one), position, sum.tensor()));
    }
  }

  @Override
  public SelectPosition on(UnaryOperator<Tensor> map) {
    return new SelectPosition(map.apply(all), position, map.apply(one));
  }

  @Override
  public Call bind(Memory memory) {
    FloatBuffer from = memory.buffer(all);
    FloatBuffer to = memory.buffer(one);
    int width = Math.toIntExact(position.width(all));
    return run -> {
      for (int i = 0; i < position.sequences(); i++) {
        to.put(i * width, from, position.row(i) * width, width);
      }
    };
  }
}
