package org.transformerzoo.zoo.execution.plan;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Adds the gradient of {@link SelectPosition}'s result to that of all positions.
 *
 * @param gradient of the result, [sequences, width]
 * @param all the gradient of all positions, of which it touches one in each sequence
 */
record SelectPositionGradient(Tensor gradient, OnePosition position, Tensor all)
    implements Operation {

  @Override
  public List<Tensor> inputs() {
    return List.of(gradient, all);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(all);
  }

  @Override
  public void differentiate(Gradients gradients) {
    throw new UnsupportedOperationException("A gradient's gradient");
  }

  @Override
  public SelectPositionGradient on(UnaryOperator<Tensor> map) {
    return new SelectPositionGradient(map.apply(gradient), position, map.apply(all));
  }

  @Override
  public Call bind(Memory memory) {
    FloatBuffer from = memory.buffer(gradient);
    FloatBuffer to = memory.buffer(all);
    int width = Math.toIntExact(position.width(all));
    float[] row = new float[width];
    float[] sum = new float[width];
    return run -> {
      for (int i = 0; i < position.sequences(); i++) {
        from.get(i * width, row);
        to.get(position.row(i) * width, sum);
        for (int k = 0; k < width; k++) {
          sum[k] += row[k];
        }
        to.put(position.row(i) * width, sum);
      }
    };
  }
}
