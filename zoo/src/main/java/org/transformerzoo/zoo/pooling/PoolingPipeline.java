package org.transformerzoo.zoo.pooling;

import java.util.List;
import java.util.Optional;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.parameter.Depth.Stack;

/**
 * A pooling and what follows it.
 *
 * @param name the canonical text
 * @param stack whose states are read; if absent, those that the architecture gives its own heads
 * @param first reads the states
 * @param rest in order
 */
record PoolingPipeline(
    String name,
    Optional<Stack> stack,
    NamedStage<StatesPooling> first,
    List<NamedStage<VectorStage>> rest)
    implements PoolingHead {

  /** Prefix of the names of all parameters that poolings add. */
  static final String PREFIX = "pooling";

  PoolingPipeline {
    rest = List.copyOf(rest);
  }

  @Override
  public Pooled attach(GraphBuilder builder, Transformer transformer) {
    return attach(builder, transformer, false);
  }

  @Override
  public Pooled attachBelowHead(GraphBuilder builder, Transformer transformer) {
    return attach(builder, transformer, true);
  }

  private Pooled attach(GraphBuilder builder, Transformer transformer, boolean belowHead) {
    Transformer read =
        stack
            .map(each -> transformer.architecture().statesOf(transformer, each))
            .orElse(transformer);
    PoolingSite root = new PoolingSite(builder, read, belowHead, PREFIX, name);
    Pooled pooled = first.stage().pool(first.site(root, 0));
    return transform(root, 1, rest, pooled);
  }

  /** Applies {@code stages}, the first of which is number {@code place} of {@code parent}. */
  static Pooled transform(
      PoolingSite parent, int place, List<NamedStage<VectorStage>> stages, Pooled pooled) {
    Pooled result = pooled;
    int next = place;
    for (NamedStage<VectorStage> stage : stages) {
      result = stage.stage().transform(stage.site(parent, next++), result);
    }
    return result;
  }
}
