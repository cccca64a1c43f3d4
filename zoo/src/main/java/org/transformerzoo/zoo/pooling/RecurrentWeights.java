package org.transformerzoo.zoo.pooling;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.parameter.ParameterKind;

/**
 * The parameters of a recurrent layer, named and laid out as PyTorch does: the gates' rows one
 * below the other. Composed of matrix products, because the sequence is a handful of layers.
 */
final class RecurrentWeights {

  private final SameDiff graph;
  private final int gates;
  private final int width;
  private final long hidden;
  private final SDVariable inputWeight;
  private final SDVariable stateWeight;
  private final SDVariable inputBias;
  private final SDVariable stateBias;

  RecurrentWeights(PoolingSite site, int gates, int width) {
    this.graph = site.graph();
    this.gates = gates;
    this.width = width;
    this.hidden = site.hidden();
    long rows = (long) gates * width;
    ParameterKind matrix = ParameterKind.WEIGHT_MATRIX;
    inputWeight = site.parameter("weight_ih_l0", matrix, rows, hidden);
    stateWeight = site.parameter("weight_hh_l0", matrix, rows, width);
    inputBias = site.parameter("bias_ih_l0", ParameterKind.BIAS, rows);
    stateBias = site.parameter("bias_hh_l0", ParameterKind.BIAS, rows);
  }

  /**
   * W·x + b of each of {@code steps}, all gates: [batch, gates·width]. One product for all of them,
   * so that the weight is read once.
   */
  List<SDVariable> ofInputs(List<SDVariable> steps) {
    SDVariable rows = // [batch·steps, hidden]
        graph.reshape(graph.stack(1, steps.toArray(SDVariable[]::new)), -1, hidden);
    SDVariable products = graph.mmul(rows, inputWeight, false, true, false).add(inputBias);
    SDVariable bySequence = // [batch, steps, gates·width]
        graph.reshape(products, -1, steps.size(), (long) gates * width);
    return IntStream.range(0, steps.size())
        .mapToObj(step -> bySequence.get(SDIndex.all(), SDIndex.point(step), SDIndex.all()))
        .toList();
  }

  /** W·h + b, all gates: [batch, gates·width], or [1, gates·width] at first, where h is 0. */
  SDVariable ofState(Optional<SDVariable> state) {
    return state
        .map(h -> graph.mmul(h, stateWeight, false, true, false).add(stateBias))
        .orElseGet(() -> graph.reshape(stateBias, 1, (long) gates * width));
  }

  /**
   * One gate of [batch, gates·width]: [batch, width]. It is not cut out as columns, because the
   * gradient of that fails in SameDiff where the batch is a single sequence.
   */
  SDVariable gate(SDVariable all, int index) {
    SDVariable byGate = graph.reshape(all, -1, gates, width); // [batch, gates, width]
    return byGate.get(SDIndex.all(), SDIndex.point(index), SDIndex.all());
  }
}
