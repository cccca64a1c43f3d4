package org.transformerzoo.zoo.architecture.xlnet;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.architecture.Transformer;

/** Joins what layers saw in earlier segments to what they see now (Dai et al., 2019, 3.2). */
record XlnetMemories(SameDiff graph, XlnetConfig config, XlnetInputs inputs) {

  /**
   * Everything that a layer can see.
   *
   * @param flat the layer's input, [batch·length, hidden]
   * @param hidden the same, [batch, length, hidden]
   * @return [batch·keys, hidden]
   */
  SDVariable before(int layer, SDVariable flat, SDVariable hidden) {
    if (inputs.memories().isEmpty()) {
      return flat;
    }
    SDVariable memory =
        graph.permute(inputs.memories().get(layer), 1, 0, 2); // [batch, memory, hidden]
    return graph.reshape(graph.concat(1, memory, hidden), -1, config.hiddenSize());
  }

  /**
   * What the layer's input leaves for the next segment, an output of the graph.
   *
   * @param hidden the layer's input, [batch, length, hidden]
   * @return [memory, batch, hidden]
   */
  SDVariable handOn(int layer, SDVariable hidden) {
    SDVariable segment = graph.permute(hidden, 1, 0, 2); // [length, batch, hidden]
    SDVariable length = inputs.queries().length();
    SDVariable zero = graph.constant(0L);
    if (config.reuseLength() > 0) {
      length = graph.math().min(length, graph.constant((long) config.reuseLength()));
      segment = cut(segment, zero, length);
    }
    SDVariable all = segment; // [memory + length, batch, hidden]
    if (!inputs.memories().isEmpty()) {
      all = graph.concat(0, inputs.memories().get(layer), segment);
      length = length.add(inputs.memoryLength());
    }
    SDVariable kept = length;
    if (config.memoryLength() > 0) {
      kept = graph.math().min(length, graph.constant((long) config.memoryLength()));
    }
    SDVariable memory = cut(all, length.sub(kept), kept);
    memory.rename(Transformer.NEW_MEMORIES + layer);
    return memory;
  }

  private SDVariable cut(SDVariable x, SDVariable first, SDVariable count) {
    SDVariable begin =
        graph.concat(0, graph.reshape(first, 1), graph.constant(Nd4j.createFromArray(0L, 0L)));
    SDVariable size =
        graph.stack(0, count, inputs.queries().batch(), graph.constant((long) config.hiddenSize()));
    return graph.slice(x, begin, size);
  }
}
