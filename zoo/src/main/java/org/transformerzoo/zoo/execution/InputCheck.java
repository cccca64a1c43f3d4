package org.transformerzoo.zoo.execution;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.execution.ExecutableGraph.InputRange;

/** Checks inputs before anything runs on them: presence, rank, element type, range of ids. */
public final class InputCheck {

  private InputCheck() {}

  /**
   * {@code inputs}, each in the element type of its placeholder.
   *
   * @throws InvalidModelException if one is missing, unknown or not what its placeholder takes
   */
  public static Map<String, INDArray> check(
      ExecutableGraph executable, Map<String, INDArray> inputs) {
    Map<String, INDArray> checked = new LinkedHashMap<>();
    for (Map.Entry<String, INDArray> input : inputs.entrySet()) {
      if (executable.unused().contains(input.getKey())) {
        continue;
      }
      SDVariable placeholder = executable.graph().getVariable(input.getKey());
      if (placeholder == null || !placeholder.isPlaceHolder()) {
        throw new InvalidModelException("The graph has no input \"" + input.getKey() + "\"");
      }
      checked.put(input.getKey(), check(placeholder, input.getValue()));
    }
    checkPresent(executable, checked);
    for (InputRange range : executable.ranges()) {
      if (checked.containsKey(range.input())) {
        checkRange(range, checked.get(range.input()));
      }
    }
    executable.rules().forEach(rule -> rule.check(checked));
    return checked;
  }

  private static INDArray check(SDVariable placeholder, INDArray array) {
    long[] expected = placeholder.placeholderShape();
    if (expected != null && !fits(array.shape(), expected)) {
      throw new InvalidModelException(
          "The input \"%s\" has shape %s, expected %s (-1 stands for any)"
              .formatted(
                  placeholder.name(), Arrays.toString(array.shape()), Arrays.toString(expected)));
    }
    DataType type = placeholder.dataType();
    if (array.dataType() == type) {
      return array;
    }
    if (type.isFPType() || array.dataType().isIntType()) {
      return array.castTo(type);
    }
    throw new InvalidModelException(
        "The input \"%s\" holds %s, expected %s"
            .formatted(placeholder.name(), array.dataType(), type));
  }

  private static boolean fits(long[] shape, long[] expected) {
    if (shape.length != expected.length) {
      return false;
    }
    for (int i = 0; i < shape.length; i++) {
      if (expected[i] >= 0 && expected[i] != shape[i]) {
        return false;
      }
    }
    return true;
  }

  private static void checkRange(InputRange range, INDArray ids) {
    long length = ids.size(-1);
    if (length > range.maximumLength()) {
      throw new InvalidModelException(
          "The input \"%s\" has %d positions, the model has at most %d"
              .formatted(range.input(), length, range.maximumLength()));
    }
    for (int id : ids.dup('c').data().asInt()) {
      boolean ignored = range.ignored().isPresent() && id == range.ignored().getAsLong();
      if ((id < 0 || id >= range.limit()) && !ignored) {
        throw new InvalidModelException(
            "The input \"%s\" holds the id %d, expected ids from 0 to %d"
                .formatted(range.input(), id, range.limit() - 1));
      }
    }
  }

  /** Labels are needed for the loss alone; without them there is still an output. */
  private static void checkPresent(ExecutableGraph executable, Map<String, INDArray> inputs) {
    for (InputRange range : executable.ranges()) {
      boolean label = range.ignored().isPresent();
      if (!label && !inputs.containsKey(range.input())) {
        throw new InvalidModelException("The input \"" + range.input() + "\" is missing");
      }
    }
  }
}
