package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * {@code products} = the inner products between the layers of each token. It is computed sequence
 * by sequence, so that what is side by side for it stays in the cache.
 *
 * @param layers the states of each layer, [batch, length, hidden]
 * @param room working memory, the states of one sequence side by side, [1, length, layers, hidden]
 * @param products [batch, length, layers·layers]
 */
record LayerProducts(List<Tensor> layers, Tensor room, Tensor products) implements Operation {

  LayerProducts {
    layers = List.copyOf(layers);
  }

  /** The inner products of {@code layers}, to {@code products}, in whatever shape it has. */
  static LayerProducts of(List<Tensor> layers, Tensor products) {
    Tensor first = layers.get(0); // [batch, length, hidden]
    long count = layers.size();
    Tensor room = Tensor.computed("layers", 1, first.size(1), count, first.size(2));
    return new LayerProducts(
        layers, room, products.view(first.size(0), first.size(1), count * count));
  }

  @Override
  public List<Tensor> inputs() {
    return layers;
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(products, room);
  }

  @Override
  public void differentiate(Gradients gradients) {
    throw new UnsupportedOperationException("Programs to differentiate keep the product apart");
  }

  @Override
  public LayerProducts on(UnaryOperator<Tensor> map) {
    List<Tensor> mapped = new ArrayList<>();
    layers.forEach(layer -> mapped.add(map.apply(layer)));
    return new LayerProducts(mapped, map.apply(room), map.apply(products));
  }

  @Override
  public Call bind(Memory memory) {
    return memory.kernels().layerProducts(this, memory);
  }
}
