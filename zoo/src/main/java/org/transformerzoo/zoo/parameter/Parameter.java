package org.transformerzoo.zoo.parameter;

import java.util.List;

/**
 * The facts about one trainable tensor.
 *
 * @param name its name in the graph and in a saved checkpoint, as transformers calls it
 * @param kind what it is
 * @param depth where it lives
 * @param shape its dimensions; a linear layer's weight is [out, in] as in PyTorch
 */
public record Parameter(String name, ParameterKind kind, Depth depth, List<Long> shape) {

  /** Copies the shape. */
  public Parameter {
    shape = List.copyOf(shape);
  }

  /** The number of values. */
  public long length() {
    return shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }

  /** The dimensions as ND4J takes them. */
  public long[] dimensions() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }
}
