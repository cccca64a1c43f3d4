package org.transformerzoo.zoo.execution.plan;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The rows of a table that ids select.
 *
 * @param table [rows, width]
 * @param ids integers, [count]
 * @param rows [count, width]
 */
record EmbeddingLookup(Tensor table, Tensor ids, Tensor rows) implements Operation {

  @Override
  public List<Tensor> inputs() {
    return List.of(table, ids);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(rows);
  }

  @Override
  public void differentiate(Gradients gradients) {
    Gradients.Target sum = gradients.target(table);
    if (!sum.accumulate()) {
      gradients.emit(new Fill(sum.tensor(), 0f));
    }
    gradients.emit(new EmbeddingGradient(gradients.of(rows), ids, sum.tensor()));
  }

  @Override
  public EmbeddingLookup on(UnaryOperator<Tensor> map) {
    return new EmbeddingLookup(map.apply(table), map.apply(ids), map.apply(rows));
  }

  @Override
  public Call bind(Memory memory) {
    FloatBuffer from = memory.buffer(table);
    FloatBuffer to = memory.buffer(rows);
    INDArray selected = memory.array(ids);
    float[] row = new float[Math.toIntExact(rows.size(1))];
    return run -> {
      int[] order = selected.data().asInt();
      for (int i = 0; i < order.length; i++) {
        from.get(order[i] * row.length, row);
        to.put(i * row.length, row);
      }
    };
  }
}
