package org.transformerzoo.zoo.execution.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The gradients of {@link RelativeBias}.
 *
 * @param forward what is differentiated; of its tensors {@code otherSegment} is read
 * @param dbias the gradient of its result
 * @param ddistances the gradient of the scores of distances, 0 where no key is that far
 * @param dsegments the gradient of the scores of "another text"
 */
record RelativeBiasGradient(RelativeBias forward, Tensor dbias, Tensor ddistances, Tensor dsegments)
    implements Operation {

  @Override
  public List<Tensor> inputs() {
    return List.of(forward.otherSegment(), dbias);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(ddistances, dsegments);
  }

  @Override
  public void differentiate(Gradients gradients) {
    throw new UnsupportedOperationException("A gradient's gradient");
  }

  @Override
  public RelativeBiasGradient on(UnaryOperator<Tensor> map) {
    return new RelativeBiasGradient(
        forward.on(map), map.apply(dbias), map.apply(ddistances), map.apply(dsegments));
  }

  @Override
  public Call bind(Memory memory) {
    RelativeBiasRows rows = new RelativeBiasRows(forward, memory);
    return rows.backward(memory.buffer(dbias), memory.buffer(ddistances), memory.buffer(dsegments));
  }
}
