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

  /** {@code input} is there. */
  static InputRule present(String input) {
    return inputs -> {
      if (!inputs.containsKey(input)) {
        throw new InvalidModelException("The input \"" + input + "\" is missing");
      }
    };
  }

  /** {@code input} is no larger than {@code limit} in its {@code dimension}. */
  static InputRule atMost(String input, int dimension, long limit) {
    return inputs -> {
      INDArray array = inputs.get(input);
      if (array != null && array.size(dimension) > limit) {
        throw new InvalidModelException(
            "The input \"%s\" has shape %s, expected at most %d in dimension %d"
                .formatted(input, Arrays.toString(array.shape()), limit, dimension));
      }
    };
  }

  /** Every row of {@code input}, [rows, length], holds {@code id}. */
  static InputRule holdsInEachRow(String input, int id) {
    return inputs -> {
      INDArray array = inputs.get(input);
      for (long row = 0; array != null && row < array.size(0); row++) {
        if (Arrays.stream(array.getRow(row).toIntVector()).noneMatch(each -> each == id)) {
          throw new InvalidModelException(
              "Row %d of the input \"%s\" does not hold the id %d, at which the model reads its output"
                  .formatted(row, input, id));
        }
      }
    };
  }

  /** No row of {@code mask}, [rows, length], ends in padding. */
  static InputRule lastIsNotZero(String mask) {
    return inputs -> {
      INDArray array = inputs.get(mask);
      for (long row = 0; array != null && row < array.size(0); row++) {
        if (array.getLong(row, array.size(1) - 1) == 0) {
          throw new InvalidModelException(
              ("Row %d of the input \"%s\" ends in padding, but the model reads its output at the last"
                      + " position: pad on the left")
                  .formatted(row, mask));
        }
      }
    };
  }
}
