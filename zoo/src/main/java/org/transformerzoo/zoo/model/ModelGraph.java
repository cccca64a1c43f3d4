package org.transformerzoo.zoo.model;

import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
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

  /**
   * Input that weighs the logits in a {@link #score} graph, float32, as many as there are, and the
   * pooled vectors in a {@link #pooledScore} graph, float32, [batch, width].
   */
  public static final String DIRECTION = "direction";

  /** Name of the sum that a score graph differentiates. */
  public static final String SCORE = "score";

  /**
   * Builds the graph of {@code specification}, which has a task, for asking what an output depends
   * on: its loss is the sum of the logits, each times its entry of {@link #DIRECTION}.
   */
  public static ModelGraph score(ModelSpecification specification) {
    GraphBuilder builder = new GraphBuilder(Mode.GRADIENT);
    Transformer transformer =
        specification.architecture().build(builder, specification.config(), specification.inputs());
    TaskHead task = specification.task().orElseThrow();
    SDVariable logits =
        task.attach(builder, transformer, specification.pooling().orElse(null)).logits();
    SameDiff graph = builder.graph();
    SDVariable direction = builder.placeholder(DIRECTION, DataType.FLOAT, -1); // [logits]
    graph.reshape(logits, -1).mul(direction).sum().rename(SCORE);
    return new ModelGraph(builder.build(Optional.of(SCORE)), transformer, true);
  }

  /**
   * Builds the graph of {@code specification}, which has a pooling and no task, for carrying
   * gradients back from what reads {@link #POOLED}: its loss is the sum of the pooled vectors, each
   * entry times that of {@link #DIRECTION}.
   *
   * @param mode differentiable
   */
  public static ModelGraph pooledScore(ModelSpecification specification, Mode mode) {
    GraphBuilder builder = new GraphBuilder(mode);
    Transformer transformer =
        specification.architecture().build(builder, specification.config(), specification.inputs());
    Pooled pooled = specification.pooling().orElseThrow().attach(builder, transformer);
    SDVariable vector = pooled.vector();
    vector.rename(POOLED);
    SDVariable direction = builder.placeholder(DIRECTION, DataType.FLOAT, -1, pooled.width());
    vector.mul(direction).sum().rename(SCORE);
    return new ModelGraph(builder.build(Optional.of(SCORE)), transformer, false);
  }

  /** The width of the vectors that the pooling of {@code specification}, which has one, makes. */
  public static long pooledWidth(ModelSpecification specification) {
    GraphBuilder builder = new GraphBuilder(Mode.INFERENCE);
    Transformer transformer =
        specification.architecture().build(builder, specification.config(), specification.inputs());
    return specification.pooling().orElseThrow().attach(builder, transformer).width();
  }

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
