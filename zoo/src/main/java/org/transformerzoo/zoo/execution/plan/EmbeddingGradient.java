package org.transformerzoo.zoo.execution.plan;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adds the gradients of looked-up rows to the rows of the table's gradient, and touches no other.
 *
 * @param gradient of the rows, [count, width]
 * @param ids which row of the table each is, integers, [count]
 * @param table gradient of the table, [rows, width]
 */
record EmbeddingGradient(Tensor gradient, Tensor ids, Tensor table) implements Operation {

  @Override
  public List<Tensor> inputs() {
    return List.of(gradient, ids, table);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(table);
  }

  @Override
  public void differentiate(Gradients gradients) {
    throw new UnsupportedOperationException("A gradient's gradient");
  }

  @Override
  public EmbeddingGradient on(UnaryOperator<Tensor> map) {
    return new EmbeddingGradient(map.apply(gradient), map.apply(ids), map.apply(table));
  }

  @Override
  public Call bind(Memory memory) {
    FloatBuffer from = memory.buffer(gradient);
    FloatBuffer to = memory.buffer(table);
    INDArray selected = memory.array(ids);
    int width = Math.toIntExact(table.size(1));
    float[] row = new float[width];
    float[] sum = new float[width];
    return run -> {
      int[] order = selected.data().asInt();
      for (int i = 0; i < order.length; i++) {
        from.get(i * width, row);
        to.get(order[i] * width, sum);
        for (int k = 0; k < width; k++) {
          sum[k] += row[k];
        }
        to.put(order[i] * width, sum);
      }
    };
  }
}
