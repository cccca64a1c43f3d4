package org.transformerzoo.training.group;

import java.util.List;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;

/**
 * Gradual unfreezing (Howard and Ruder, 2018, arXiv 1801.06146): head and pooler train from the
 * first step on, the top layer joins after an interval, then the next one, and the embeddings last.
 *
 * @param interval steps after which the next part joins; 0 for all from the beginning
 * @param layers of the model, from the input on
 */
public record Thaw(long interval, List<Depth.Layer> layers) {

  /** Checks the number. */
  public Thaw {
    layers = List.copyOf(layers);
    if (interval < 0) {
      throw new IllegalArgumentException("interval is " + interval + ", expected at least 0");
    }
  }

  /** Everything trains from the first step on. */
  public static Thaw none() {
    return new Thaw(0, List.of());
  }

  /** A part of {@code parameters} joins after every {@code interval} steps. */
  public static Thaw of(FlatParameters parameters, long interval) {
    return new Thaw(interval, LayerGroups.layers(parameters));
  }

  /** The steps that are taken before {@code parameter} joins. */
  public long start(Parameter parameter) {
    Depth depth = parameter.depth();
    if (depth instanceof Depth.Layer) {
      return interval * (layers.size() - layers.indexOf(depth));
    }
    return depth instanceof Depth.Embeddings ? lastStart() : 0;
  }

  /** How many parts have joined head and pooler in step {@code step}, counted from 0. */
  public int stage(long step) {
    return interval == 0 ? 0 : (int) Math.min(step / interval, layers.size() + 1);
  }

  /** Whether {@code parameter} has joined in stage {@code stage}. */
  public boolean joined(Parameter parameter, int stage) {
    return start(parameter) <= stage * interval;
  }

  /** The steps that are taken before all have joined. */
  public long lastStart() {
    return interval * (layers.size() + 1);
  }
}
