package org.transformerzoo.zoo.execution.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * {@code bias} = scale·(shifted distances + segments·otherSegment) + mask: what relative attention
 * (Dai et al., 2019; Yang et al., 2019) adds to the scores of contents. Row i of the shifted scores
 * of a matrix [length, distances] starts length − i scores into row i.
 *
 * @param distances scores of queries and distances, [heads, batch, length, distances], with more
 *     distances than keys
 * @param segments scores of queries and "another text", [heads, batch, length]
 * @param otherSegment 1 where query and key are of different texts, has no gradient, [batch,
 *     length, keys]
 * @param mask has no gradient, [batch, length or 1, keys]
 * @param bias [batch, heads, length, keys]
 */
record RelativeBias(
    Tensor distances, Tensor segments, Tensor otherSegment, Tensor mask, float scale, Tensor bias)
    implements Operation {

  @Override
  public List<Tensor> inputs() {
    return List.of(distances, segments, otherSegment, mask);
  }

  @Override
  public List<Tensor> outputs() {
    return List.of(bias);
  }

  @Override
  public void differentiate(Gradients gradients) {
    Tensor ddistances = Tensor.computed("d " + distances.name(), distances.shape());
    Tensor dsegments = Tensor.computed("d " + segments.name(), segments.shape());
    gradients.emit(new RelativeBiasGradient(this, gradients.of(bias), ddistances, dsegments));
    gradients.add(distances, ddistances);
    gradients.add(segments, dsegments);
  }

  @Override
  public RelativeBias on(UnaryOperator<Tensor> map) {
    return new RelativeBias(
        map.apply(distances),
        map.apply(segments),
        map.apply(otherSegment),
        map.apply(mask),
        scale,
        map.apply(bias));
  }

  @Override
  public Call bind(Memory memory) {
    RelativeBiasRows rows = new RelativeBiasRows(this, memory);
    return rows.forward(memory.buffer(distances), memory.buffer(segments), memory.buffer(bias));
  }
}
