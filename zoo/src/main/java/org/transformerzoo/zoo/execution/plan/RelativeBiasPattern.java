package org.transformerzoo.zoo.execution.plan;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * scale·(shifted distances + segments·otherSegment) + mask, as relative attention writes it: heads
 * come first until they change places with the batch before the scaling.
 */
final class RelativeBiasPattern implements Pattern {

  private static final long[] BATCH_FIRST = {1, 0, 2, 3};

  @Override
  public Optional<Operation> match(Operation last, Definitions definitions) {
    if (!(last instanceof Nd4jOperation sum)
        || !sum.kind().equals("add")
        || sum.inputs().stream().anyMatch(input -> input.rank() != 4)
        || definitions.isLearned(sum.inputs().get(1))) {
      return Optional.empty();
    }
    Optional<Nd4jOperation> scaling = definitions.maker(sum.inputs().get(0), "mul_scalar");
    OptionalDouble scale = scaling.map(Definitions::number).orElseGet(OptionalDouble::empty);
    if (scale.isEmpty()) {
      return Optional.empty();
    }
    return scaling
        .flatMap(multiply -> definitions.maker(multiply.inputs().get(0), "permute"))
        .filter(permute -> Arrays.equals(Definitions.integers(permute), BATCH_FIRST))
        .flatMap(permute -> definitions.maker(permute.inputs().get(0), "add"))
        .flatMap(terms -> bias(terms, sum, (float) scale.getAsDouble(), definitions));
  }

  private static Optional<Operation> bias(
      Nd4jOperation terms, Nd4jOperation sum, float scale, Definitions definitions) {
    Tensor bias = sum.outputs().get(0);
    Tensor mask = sum.inputs().get(1);
    Optional<Tensor> distances = distances(terms.inputs().get(0), definitions);
    Optional<Nd4jOperation> product = definitions.maker(terms.inputs().get(1), "multiply");
    if (distances.isEmpty() || product.isEmpty()) {
      return Optional.empty();
    }
    Tensor segments = product.get().inputs().get(0);
    Tensor other = product.get().inputs().get(1);
    long batch = bias.size(0);
    long heads = bias.size(1);
    long length = bias.size(2);
    long keys = bias.size(3);
    boolean fits =
        segments.hasShape(heads, batch, length, 1)
            && other.hasShape(1, batch, length, keys)
            && !definitions.isLearned(other)
            && (mask.hasShape(batch, 1, length, keys) || mask.hasShape(batch, 1, 1, keys));
    if (!fits) {
      return Optional.empty();
    }
    return Optional.of(
        new RelativeBias(
            distances.get(),
            segments.view(heads, batch, length),
            other.view(batch, length, keys),
            mask.view(batch, mask.size(2), keys),
            scale,
            bias));
  }

  /**
   * The scores, [heads, batch, length, distances], of which {@code seen} are the first columns
   * after they were read as [heads, batch, distances, length], lost their first row, and were read
   * as [heads, batch, length, distances − 1].
   */
  private static Optional<Tensor> distances(Tensor seen, Definitions definitions) {
    return definitions
        .maker(seen, "slice")
        .filter(slice -> beginsAt(slice, 0))
        .map(slice -> slice.inputs().get(0))
        .filter(shifted -> Arrays.equals(firstAxes(shifted), firstAxes(seen)))
        .flatMap(shifted -> turned(shifted, definitions));
  }

  private static Optional<Tensor> turned(Tensor shifted, Definitions definitions) {
    long heads = shifted.size(0);
    long batch = shifted.size(1);
    long length = shifted.size(2);
    long distances = shifted.size(3) + 1;
    return definitions
        .maker(shifted, "slice")
        .filter(slice -> beginsAt(slice, 1))
        .filter(slice -> slice.outputs().get(0).hasShape(heads, batch, distances - 1, length))
        .map(slice -> slice.inputs().get(0))
        .filter(turned -> turned.hasShape(heads, batch, distances, length))
        .map(turned -> turned.view(heads, batch, length, distances));
  }

  /** Whether {@code slice} begins at {@code row} in the third dimension and at 0 in the others. */
  private static boolean beginsAt(Nd4jOperation slice, long row) {
    Tensor begin = slice.inputs().get(1);
    return begin.isConstant()
        && Arrays.equals(begin.value().toLongVector(), new long[] {0, 0, row, 0});
  }

  private static long[] firstAxes(Tensor tensor) {
    return Arrays.copyOf(tensor.shape(), 3);
  }
}
