package org.transformerzoo.zoo.architecture;

import java.util.Arrays;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.execution.ExecutableGraph.MaskShape;

/**
 * The sizes of a batch of sequences, inside the graph and, for whoever fills the inputs, outside.
 *
 * @param batch number of sequences, a scalar
 * @param length number of positions of each, a scalar
 * @param sizes both numbers for given inputs
 */
public record Positions(SDVariable batch, SDVariable length, Sizes sizes) {

  /** Batch and length as a function of the inputs' shapes. */
  @FunctionalInterface
  public interface Sizes {
    /** {batch, length}, given the dimensions of each input by its placeholder's name. */
    long[] of(Map<String, long[]> inputs);
  }

  /** The positions of an input that begins with the dimensions [batch, length]. */
  public static Positions of(SameDiff graph, SDVariable input) {
    String name = input.name();
    return new Positions(
        graph.sizeAt(input, 0),
        graph.sizeAt(input, 1),
        shapes -> Arrays.copyOf(shapes.get(name), 2));
  }

  /** The shape vector [batch, length, {@code rest}…]. */
  public SDVariable shape(SameDiff graph, long... rest) {
    SDVariable[] dimensions = new SDVariable[2 + rest.length];
    dimensions[0] = batch;
    dimensions[1] = length;
    for (int i = 0; i < rest.length; i++) {
      dimensions[2 + i] = graph.constant(rest[i]);
    }
    return graph.stack(0, dimensions);
  }

  /** The shape of one row per position, [batch·length, {@code width}]. */
  public MaskShape rows(long width) {
    return shapes -> {
      long[] size = sizes.of(shapes);
      return new long[] {size[0] * size[1], width};
    };
  }
}
