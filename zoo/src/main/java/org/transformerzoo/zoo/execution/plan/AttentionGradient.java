package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The gradients of {@link Attention} with respect to queries, keys, values and scores.
 *
 * @param forward what is differentiated; of its tensors the inputs and the probabilities are read
 * @param dcontext the gradient of the context
 * @param scores the gradient of the scores, which is that of the bias: [batch, heads, length,
 *     keys]; [1, heads, length, keys], of the last sequence, where it is not wanted
 * @param dropped working memory where there is a mask, [1, heads, length, keys]
 */
record AttentionGradient(
    Attention forward,
    Tensor dcontext,
    Tensor scores,
    Optional<Tensor> dropped,
    Tensor dquery,
    Tensor dkey,
    Tensor dvalue)
    implements Operation {

  /**
   * The gradients of {@code forward}.
   *
   * @param biased whether the gradient of the bias is wanted
   */
  static AttentionGradient of(Attention forward, Tensor dcontext, boolean biased) {
    long[] one = forward.room().scores().shape();
    return new AttentionGradient(
        forward,
        dcontext,
        Tensor.computed("d scores", biased ? forward.probabilities().shape() : one),
        forward.mask().map(mask -> Tensor.computed("dropped", one)),
        like(forward.query()),
        like(forward.key()),
        like(forward.value()));
  }

  private static Tensor like(Tensor tensor) {
    return Tensor.computed("d " + tensor.name(), tensor.shape());
  }

  @Override
  public List<Tensor> inputs() {
    List<Tensor> inputs =
        new ArrayList<>(
            List.of(
                forward.query(),
                forward.key(),
                forward.value(),
                forward.probabilities(),
                dcontext));
    forward.mask().ifPresent(inputs::add);
    return inputs;
  }

  @Override
  public List<Tensor> outputs() {
    List<Tensor> outputs = new ArrayList<>(List.of(dquery, dkey, dvalue, scores));
    dropped.ifPresent(outputs::add);
    return outputs;
  }

  @Override
  public void differentiate(Gradients gradients) {
    throw new UnsupportedOperationException("A gradient's gradient");
  }

  @Override
  public AttentionGradient on(UnaryOperator<Tensor> map) {
    return new AttentionGradient(
        forward.on(map),
        map.apply(dcontext),
        map.apply(scores),
        dropped.map(map),
        map.apply(dquery),
        map.apply(dkey),
        map.apply(dvalue));
  }

  @Override
  public Call bind(Memory memory) {
    return memory.kernels().attentionGradient(this, memory);
  }
}
