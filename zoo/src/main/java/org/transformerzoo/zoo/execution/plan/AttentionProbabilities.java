package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.transformerzoo.zoo.execution.plan.HeadProduct.Operand;

/**
 * {@code probabilities} = softmax(scale·query·keyᵀ + bias), over the keys.
 *
 * @param query [batch, length, heads, depth]
 * @param key [batch, keys, heads, depth]
 * @param bias added to the scores; each size that of the scores or 1; has no gradient unless it has
 *     the shape of the scores
 * @param probabilities [batch, heads, length, keys]
 */
record AttentionProbabilities(
    Tensor query, Tensor key, float scale, Optional<Tensor> bias, Tensor probabilities)
    implements Operation {

  @Override
  public List<Tensor> inputs() {
    List<Tensor> inputs = new ArrayList<>(List.of(query, key));
    bias.ifPresent(inputs::add);
    return inputs;
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(probabilities);
  }

  @Override
  public void differentiate(Gradients gradients) {
    Tensor dp = gradients.of(probabilities);
    Tensor ds = gradients.overwritable(probabilities);
    gradients.emit(new SoftmaxGradient(false, probabilities, dp, ds));
    Tensor dq = Tensor.computed("d " + query.name(), query.shape());
    Tensor dk = Tensor.computed("d " + key.name(), key.shape());
    Operand scores = Operand.scores(ds);
    gradients.emit(new HeadProduct(scores, Operand.tokens(key), Operand.tokens(dq), scale));
    gradients.emit(
        new HeadProduct(scores.transpose(), Operand.tokens(query), Operand.tokens(dk), scale));
    bias.filter(gradients::needed).ifPresent(added -> gradients.add(added, ds));
    gradients.add(query, dq);
    gradients.add(key, dk);
  }

  @Override
  public AttentionProbabilities on(UnaryOperator<Tensor> map) {
    return new AttentionProbabilities(
        map.apply(query), map.apply(key), scale, bias.map(map), map.apply(probabilities));
  }

  @Override
  public Call bind(Memory memory) {
    return memory.kernels().attentionProbabilities(this, memory);
  }
}
