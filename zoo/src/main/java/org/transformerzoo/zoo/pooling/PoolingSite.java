package org.transformerzoo.zoo.pooling;

import java.util.List;
import java.util.OptionalInt;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.ParameterKind;

/**
 * Where a stage of a pooling is built, and what it can read there.
 *
 * @param builder of the graph
 * @param transformer the body, whose states are those that the pooling was asked to read
 * @param belowHead whether a sequence-level head follows, and not the bare vector
 * @param name prefix of the names of parameters, without the dot
 * @param text the stage as it was asked for, for messages
 */
public record PoolingSite(
    GraphBuilder builder, Transformer transformer, boolean belowHead, String name, String text) {

  /** The graph, to add operations to. */
  public SameDiff graph() {
    return builder.graph();
  }

  /** Width of a hidden state. */
  public int hidden() {
    return transformer.config().hiddenSize();
  }

  /** 1 for a token, 0 for padding: float32, [batch, length]. */
  public SDVariable mask() {
    return transformer.inputs().attentionMask().castTo(DataType.FLOAT);
  }

  /** Hidden states that the body has: the output of the embeddings and of each layer. */
  public int stateCount() {
    return transformer.hiddenStates().size();
  }

  /** The output of the last layer, [batch, length, hidden]. */
  public SDVariable lastState() {
    return transformer.lastHiddenState();
  }

  /**
   * One hidden state, [batch, length, hidden].
   *
   * @param layer 0 for the output of the embeddings, k for that of the k-th layer, −1 for that of
   *     the last layer, −2 for that of the one before …
   */
  public SDVariable state(int layer) {
    int count = stateCount();
    if (layer >= count || layer < -count) {
      throw new InvalidModelException(
          "The pooling \"%s\" reads layer %d, expected 0 (the embeddings) to %d, or %d to -1"
              .formatted(text, layer, count - 1, -count));
    }
    return transformer.hiddenStates().get(Math.floorMod(layer, count));
  }

  /** The token of {@code state}, [batch, length, hidden], that stands for all: [batch, hidden]. */
  public SDVariable summary(SDVariable state) {
    return transformer.architecture().summaryToken(builder, transformer, state);
  }

  /**
   * How many of the last layers to read.
   *
   * @param asked a number that must fit the model
   * @param usual the number if none is asked for; a model with fewer layers gives all it has
   */
  public int lastLayers(OptionalInt asked, int usual) {
    int count = stateCount() - 1;
    if (asked.isPresent() && (asked.getAsInt() < 1 || asked.getAsInt() > count)) {
      throw new InvalidModelException(
          "The pooling \"%s\" reads the last %d layers, expected 1 to %d"
              .formatted(text, asked.getAsInt(), count));
    }
    return asked.orElse(Math.min(usual, count));
  }

  /**
   * The hidden states from a start layer to the last, [batch, length, hidden] each.
   *
   * @param asked as in {@link #state}; it must leave {@code least} states
   * @param usual the start if none is asked for, or an earlier one that leaves {@code least}
   * @param least the number of states that the stage needs
   */
  public List<SDVariable> statesFrom(OptionalInt asked, int usual, int least) {
    int count = stateCount();
    int start = asked.orElse(Math.max(0, Math.min(usual, count - least)));
    int first = start < 0 ? start + count : start;
    if (first < 0 || first > count - least) {
      throw new InvalidModelException(
          "The pooling \"%s\" reads from layer %d on, expected at least %d of the layers 0 to %d"
              .formatted(text, start, least, count - 1));
    }
    return transformer.hiddenStates().subList(first, count);
  }

  /** Declares a trainable tensor of the head; {@code suffix} completes its name. */
  public SDVariable parameter(String suffix, ParameterKind kind, long... shape) {
    return builder.parameter(name + "." + suffix, kind, Depth.head(), shape);
  }

  /** The site of a part of this stage. */
  public PoolingSite part(String suffix, String partText) {
    return new PoolingSite(builder, transformer, belowHead, name + "." + suffix, partText);
  }
}
