package org.transformerzoo.zoo.pooling;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Transformer;

/**
 * Turns the hidden states of a sequence into one vector. {@link PoolingHeads} reads one from a
 * text, such as {@code concat-cls(layers=4) + dense(256)}; {@link StatesPooling} and {@link
 * VectorStage} are what it consists of and what to implement to add another.
 */
public interface PoolingHead {

  /**
   * The summary of each sequence.
   *
   * @param vectors [batch, width] each: normally one; where there are several, a task head applies
   *     the same last layer to each, adds up their losses and predicts from the mean of their
   *     logits
   * @param width number of entries of a vector
   */
  record Pooled(List<SDVariable> vectors, long width) {

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there is no vector
     */
    public Pooled {
      if (vectors.isEmpty()) {
        throw new IllegalArgumentException("A pooling needs at least one vector");
      }
      vectors = List.copyOf(vectors);
    }

    /** One vector, [batch, width]. */
    public static Pooled of(SDVariable vector, long width) {
      return new Pooled(List.of(vector), width);
    }

    /** The vector, the mean where there are several: [batch, width]. */
    public SDVariable vector() {
      return average(vectors);
    }

    /** The mean of {@code parts}, which are of one shape. */
    public static SDVariable average(List<SDVariable> parts) {
      return parts.size() == 1 ? parts.get(0) : sum(parts).mul(1.0 / parts.size());
    }

    /** The sum of {@code parts}, which are of one shape. */
    public static SDVariable sum(List<SDVariable> parts) {
      return parts.stream().reduce(SDVariable::add).orElseThrow();
    }
  }

  /** The text that chooses it in a configuration, in its canonical form. */
  String name();

  /** Adds the subgraph. */
  Pooled attach(GraphBuilder builder, Transformer transformer);

  /** Adds the subgraph below a sequence-level head, where that is not what {@link #attach} adds. */
  default Pooled attachBelowHead(GraphBuilder builder, Transformer transformer) {
    return attach(builder, transformer);
  }
}
