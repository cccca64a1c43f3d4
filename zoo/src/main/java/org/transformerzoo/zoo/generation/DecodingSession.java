package org.transformerzoo.zoo.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.shape.Gather;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.transformerzoo.zoo.architecture.IncrementalDecoder;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.execution.GraphExecutor;

/** The texts that are being written for one batch, with their cache. */
final class DecodingSession {

  private static final String LOGITS = "logits";

  /** Capacities are multiples of this, so that few sizes of the step need to be compiled. */
  private static final int GRANULARITY = 32;

  private final IncrementalDecoder decoder;
  private final GraphExecutor step;
  private final Map<String, INDArray> inputs = new HashMap<>();
  private final List<String> outputs = new ArrayList<>();
  private final int rows;
  private int length;

  private DecodingSession(IncrementalDecoder decoder, GraphExecutor step, int rows) {
    this.decoder = decoder;
    this.step = step;
    this.rows = rows;
    outputs.add(LOGITS);
    decoder.cache().forEach(name -> outputs.add(IncrementalDecoder.NEW + name));
  }

  /**
   * Begins {@code copies} texts for each source.
   *
   * @param memory of the encoder, [batch, heads, source length, depth] each
   * @param mask of the source, [batch, source length]
   * @param tokens how many steps there are at most
   */
  static DecodingSession begin(
      IncrementalDecoder decoder,
      GraphExecutor step,
      Map<String, INDArray> memory,
      INDArray mask,
      int copies,
      int tokens) {
    int rows = (int) mask.size(0) * copies;
    DecodingSession session = new DecodingSession(decoder, step, rows);
    int[] sources = IntStream.range(0, rows).map(row -> row / copies).toArray();
    session.inputs.put(TokenInputs.ATTENTION_MASK, rowsOf(mask.castTo(DataType.INT32), sources));
    decoder.memory().forEach(name -> session.inputs.put(name, rowsOf(memory.get(name), sources)));
    long capacity = (tokens + GRANULARITY - 1L) / GRANULARITY * GRANULARITY;
    for (String name : decoder.cache()) {
      session.inputs.put(
          name, Nd4j.zeros(DataType.FLOAT, rows, decoder.heads(), capacity, decoder.headWidth()));
    }
    session.inputs.put(
        IncrementalDecoder.CACHE_BIAS,
        Nd4j.valueArrayOf(
            new long[] {1, 1, 1, capacity}, IncrementalDecoder.HIDDEN, DataType.FLOAT));
    return session;
  }

  /** Number of texts: sources times copies. */
  int rows() {
    return rows;
  }

  /** Number of tokens that were read so far. */
  int length() {
    return length;
  }

  /** Reads one further token of each text: the scores of what may follow, [rows][vocabulary]. */
  float[][] next(int[] tokens) {
    inputs.put(IncrementalDecoder.TOKEN, Nd4j.createFromArray(tokens).reshape(rows, 1));
    int[] places = new int[rows];
    Arrays.fill(places, length);
    inputs.put(IncrementalDecoder.PLACE, Nd4j.createFromArray(places).reshape(rows, 1));
    Map<String, INDArray> results = step.output(inputs, outputs);
    for (String name : decoder.cache()) {
      INDArray entry = results.get(IncrementalDecoder.NEW + name); // [rows, heads, 1, depth]
      inputs
          .get(name)
          .get(
              NDArrayIndex.all(),
              NDArrayIndex.all(),
              NDArrayIndex.interval(length, length + 1),
              NDArrayIndex.all())
          .assign(entry);
    }
    inputs.get(IncrementalDecoder.CACHE_BIAS).putScalar(new long[] {0, 0, 0, length}, 0);
    length++;
    return results.get(LOGITS).toFloatMatrix();
  }

  /** Goes on with the texts {@code origins}: text i continues what was text origins[i]. */
  void reorder(int[] origins) {
    if (!Arrays.equals(origins, IntStream.range(0, rows).toArray())) {
      decoder
          .cache()
          .forEach(
              name -> {
                INDArray old = inputs.put(name, rowsOf(inputs.get(name), origins));
                old.close();
              });
    }
  }

  private static INDArray rowsOf(INDArray array, int[] rows) {
    return Nd4j.exec(new Gather(array, Nd4j.createFromArray(rows), 0))[0];
  }
}
