package org.transformerzoo.zoo.model;

import java.util.Optional;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;
import org.transformerzoo.zoo.task.TaskHead;

/**
 * A model's graph, for training or for inference.
 *
 * @param executable what an executor runs
 * @param transformer the body's handles: inputs, hidden states, attention maps
 * @param hasTask whether the graph has labels, logits and a loss
 */
public record ModelGraph(ExecutableGraph executable, Transformer transformer, boolean hasTask) {

  /** Name of the pooled vector in a graph without a task, [batch, width]. */
  public static final String POOLED = "pooler_output";

  /** Builds the graph of {@code specification}. */
  public static ModelGraph build(ModelSpecification specification, Mode mode) {
    long moves = specification.task().map(task -> task.objective().moves()).orElse(0L);
    GraphBuilder builder = new GraphBuilder(mode, mode == Mode.INFERENCE ? 0 : moves);
    Transformer transformer =
        specification.architecture().build(builder, specification.config(), specification.inputs());
    if (specification.task().isPresent()) {
      TaskHead task = specification.task().get();
      task.attach(builder, transformer, specification.pooling().orElse(null));
      return new ModelGraph(builder.build(Optional.of(TaskHead.LOSS)), transformer, true);
    }
    specification
        .pooling()
        .ifPresent(
            pooling -> {
              Pooled pooled = pooling.attach(builder, transformer);
              pooled.vector().rename(POOLED);
            });
    return new ModelGraph(builder.build(Optional.empty()), transformer, false);
  }
}
