package org.transformerzoo.zoo.pooling;

import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * {@code lstm}: the last output of an LSTM (Hochreiter and Schmidhuber, 1997) that reads the
 * summary tokens of the layers from the first to the last (Song et al., arXiv 2002.04815).
 *
 * @param width of the LSTM's state
 * @param asPrinted as in {@link LayerSequence}
 */
public record LstmPooling(int width, boolean asPrinted) implements StatesPooling {

  private static final int GATES = 4;

  @Override
  public Pooled pool(PoolingSite site) {
    SameDiff graph = site.graph();
    RecurrentWeights weights = new RecurrentWeights(site, GATES, width);
    Optional<SDVariable> output = Optional.empty();
    Optional<SDVariable> cell = Optional.empty();
    for (SDVariable fromInput : weights.ofInputs(LayerSequence.steps(site, asPrinted))) {
      SDVariable gates = fromInput.add(weights.ofState(output)); // [batch, 4·width]
      SDVariable input = graph.nn().sigmoid(weights.gate(gates, 0)); // [batch, width]
      SDVariable forget = graph.nn().sigmoid(weights.gate(gates, 1));
      SDVariable candidate = graph.math().tanh(weights.gate(gates, 2));
      SDVariable emit = graph.nn().sigmoid(weights.gate(gates, 3));
      SDVariable written = input.mul(candidate); // [batch, width]
      SDVariable next = cell.map(forget::mul).map(written::add).orElse(written);
      cell = Optional.of(next);
      output = Optional.of(emit.mul(graph.math().tanh(next)));
    }
    return Pooled.of(output.orElseThrow(), width); // [batch, width]
  }
}
