package org.transformerzoo.benchmarks.pooling;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.benchmarks.workload.Batch;
import org.transformerzoo.benchmarks.workload.Sizes;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.ModelGraph;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Initialization;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.pooling.AsymmetricStage;
import org.transformerzoo.zoo.pooling.PoolingHeads;

/** A BERT with random weights and a pooling, and a batch for it. */
final class PooledEncoder implements AutoCloseable {

  private static final String CONFIGURATION =
      """
      {"model_type": "bert", "hidden_size": %d, "num_hidden_layers": %d,
       "num_attention_heads": %d, "intermediate_size": %d, "vocab_size": %d,
       "max_position_embeddings": %d}
      """;
  private static final Initialization INITIALIZATION = new Initialization(1, 0.02);

  private final GraphExecutor executor;
  private final FlatParameters parameters;
  private final Map<String, INDArray> inputs;

  private PooledEncoder(Sizes sizes, String pooling, FlatParameters known) {
    ConfigFile config =
        ConfigFile.parse(
            "the benchmark's configuration",
            CONFIGURATION.formatted(
                sizes.hidden(),
                sizes.layers(),
                sizes.heads(),
                sizes.intermediate(),
                sizes.vocabulary(),
                sizes.positions()));
    ExecutableGraph graph =
        ModelGraph.build(
                ModelSpecification.pooled(config, PoolingHeads.named(pooling)), Mode.INFERENCE)
            .executable();
    parameters = FlatParameters.allocate(graph.parameters());
    graph.parameters().forEach(parameter -> fill(parameter, known));
    inputs = inputs(new Batch(sizes), graph.graph().hasVariable(AsymmetricStage.ROLE));
    executor = ExecutorKind.PLAN.create(graph, parameters);
  }

  /** An encoder with a pooling. */
  static PooledEncoder of(Sizes sizes, String pooling) {
    return new PooledEncoder(sizes, pooling, null);
  }

  /** The same encoder, with the same weights, and another pooling. */
  PooledEncoder with(Sizes sizes, String pooling) {
    return new PooledEncoder(sizes, pooling, parameters);
  }

  private void fill(Parameter parameter, FlatParameters known) {
    INDArray values = parameters.value(parameter.name());
    if (known != null && known.parameters().contains(parameter)) {
      values.assign(known.value(parameter.name()));
    } else {
      INITIALIZATION.fill(parameter, values);
    }
  }

  private static Map<String, INDArray> inputs(Batch batch, boolean withRoles) {
    long[] shape = {batch.size(), batch.length()};
    Map<String, INDArray> inputs = new HashMap<>();
    inputs.put(TokenInputs.INPUT_IDS, Nd4j.createFromArray(batch.ids()).reshape(shape));
    inputs.put(TokenInputs.ATTENTION_MASK, Nd4j.createFromArray(batch.mask()).reshape(shape));
    inputs.put(TokenInputs.TOKEN_TYPE_IDS, Nd4j.zeros(DataType.INT32, shape));
    if (withRoles) {
      inputs.put(AsymmetricStage.ROLE, Nd4j.ones(DataType.INT32, batch.size(), 1));
    }
    return inputs;
  }

  /** The pooled vectors, [batch, width]. */
  INDArray pooled() {
    return executor.output(inputs, List.of(ModelGraph.POOLED)).get(ModelGraph.POOLED);
  }

  /** The output of a layer, or of the embeddings for 0: [batch, length, hidden]. */
  INDArray state(int layer) {
    String name = Transformer.HIDDEN_STATES + layer;
    return executor.output(inputs, List.of(name)).get(name);
  }

  @Override
  public void close() {
    executor.close();
  }
}
