package org.transformerzoo.training.group;

import java.util.List;
import java.util.Optional;
import org.transformerzoo.zoo.parameter.Depth;

/** The parts of a model that stay as they are. */
public sealed interface Freezing {

  /** Completes "expected …" in messages about a text that is none. */
  String EXPECTED = "embeddings, body, or how many of the lowest layers freeze with the embeddings";

  /** The embeddings alone. */
  record Embeddings() implements Freezing {}

  /**
   * The embeddings and the layers that follow them (Lee et al., 2019, arXiv 1911.03090).
   *
   * @param layers how many, at least 1
   */
  record LowestLayers(int layers) implements Freezing {}

  /** Everything but the head and the pooler, which may be as new as the head. */
  record Body() implements Freezing {}

  /** The freezing that {@code text} asks for; empty if it is none, see {@link #EXPECTED}. */
  static Optional<Freezing> parse(String text) {
    return switch (text) {
      case "embeddings" -> Optional.of(new Embeddings());
      case "body" -> Optional.of(new Body());
      default ->
          text.matches("[1-9][0-9]{0,5}")
              ? Optional.of(new LowestLayers(Integer.parseInt(text)))
              : Optional.empty();
    };
  }

  /** The text from which {@link #parse} makes this. */
  default String text() {
    if (this instanceof LowestLayers lowest) {
      return String.valueOf(lowest.layers());
    }
    return this instanceof Body ? "body" : "embeddings";
  }

  /**
   * Whether what lives at {@code depth} stays as it is.
   *
   * @param layers of the model, from the input on
   */
  default boolean holds(Depth depth, List<Depth.Layer> layers) {
    if (this instanceof Body) {
      return depth instanceof Depth.Embeddings || depth instanceof Depth.Layer;
    }
    if (depth instanceof Depth.Embeddings) {
      return true;
    }
    return this instanceof LowestLayers lowest
        && depth instanceof Depth.Layer
        && layers.indexOf(depth) < lowest.layers();
  }
}
