package org.transformerzoo.zoo.pooling;

import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * {@code gru}: the last output of a GRU (Cho et al., 2014, with the reset gate behind the product,
 * as in cuDNN and PyTorch) that reads the summary tokens of the layers from the first to the last.
 *
 * @param width of the GRU's state
 * @param asPrinted as in {@link LayerSequence}
 */
public record GruPooling(int width, boolean asPrinted) implements StatesPooling {

  private static final int GATES = 3;

  @Override
  public Pooled pool(PoolingSite site) {
    SameDiff graph = site.graph();
    RecurrentWeights weights = new RecurrentWeights(site, GATES, width);
    Optional<SDVariable> state = Optional.empty();
    for (SDVariable fromInput : weights.ofInputs(LayerSequence.steps(site, asPrinted))) {
      SDVariable fromState = weights.ofState(state); // [batch or 1, 3·width]
      SDVariable reset = graph.nn().sigmoid(gateSum(weights, fromInput, fromState, 0));
      SDVariable update = graph.nn().sigmoid(gateSum(weights, fromInput, fromState, 1));
      SDVariable remembered = reset.mul(weights.gate(fromState, 2)); // [batch, width]
      SDVariable candidate = graph.math().tanh(weights.gate(fromInput, 2).add(remembered));
      SDVariable fresh = update.rsub(1.0).mul(candidate); // [batch, width]
      state = Optional.of(state.map(update::mul).map(fresh::add).orElse(fresh));
    }
    return Pooled.of(state.orElseThrow(), width); // [batch, width]
  }

  private static SDVariable gateSum(
      RecurrentWeights weights, SDVariable fromInput, SDVariable fromState, int gate) {
    return weights.gate(fromInput, gate).add(weights.gate(fromState, gate));
  }
}
