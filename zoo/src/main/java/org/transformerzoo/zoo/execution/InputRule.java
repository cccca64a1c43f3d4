package org.transformerzoo.zoo.execution;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.InvalidModelException;

/** What a graph asks of its inputs beyond the shape and the range of each. */
@FunctionalInterface
public interface InputRule {

  /**
   * Checks {@code inputs}, arrays by placeholder; the rule holds where an array is absent.
   *
   * @throws InvalidModelException with one sentence if the rule is broken
   */
  void check(Map<String, INDArray> inputs);

  /** {@code input} has the shape of {@code other}. */
  static InputRule sameShape(String input, String other) {
    return inputs -> {
      INDArray one = inputs.get(input);
      INDArray reference = inputs.get(other);
      if (one != null && reference != null && !Arrays.equals(one.shape(), reference.shape())) {
        throw new InvalidModelException(
            "The input \"%s\" has shape %s, expected that of \"%s\", %s"
                .formatted(
                    input,
                    Arrays.toString(one.shape()),
                    other,
                    Arrays.toString(reference.shape())));
      }
    };
  }

  /** {@code input} begins with the dimensions that {@code sizes} gives. */
  static InputRule sizes(String input, Function<Map<String, long[]>, long[]> sizes) {
    return inputs -> {
      INDArray array = inputs.get(input);
      if (array == null) {
        return;
      }
      Map<String, long[]> shapes = new HashMap<>();
      inputs.forEach((name, each) -> shapes.put(name, each.shape()));
      long[] expected = sizes.apply(shapes);
      if (!Arrays.equals(Arrays.copyOf(array.shape(), expected.length), expected)) {
        throw new InvalidModelException(
            "The input \"%s\" has shape %s, expected %s"
                .formatted(input, Arrays.toString(array.shape()), Arrays.toString(expected)));
      }
    };
  }

  /** {@code input} is as large in its {@code dimension} as {@code other} in its. */
  static InputRule sameSize(String input, int dimension, String other, int otherDimension) {
    return inputs -> {
      INDArray one = inputs.get(input);
      INDArray reference = inputs.get(other);
      if (one != null
          && reference != null
          && one.size(dimension) != reference.size(otherDimension)) {
        throw new InvalidModelException(
            "The input \"%s\" has shape %s, expected %d in dimension %d, because \"%s\" has shape %s"
                .formatted(
                    input,
                    Arrays.toString(one.shape()),
                    reference.size(otherDimension),
                    dimension,
                    other,
                    Arrays.toString(reference.shape())));
      }
    };
  }
}
