package org.transformerzoo.zoo.pooling;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.ModelGraph;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Initialization;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.task.Classification;

/**
 * A small model, by default a BERT, with a pooling and a classifier, with large random weights so
 * that all matters.
 */
final class PoolingTestModel implements AutoCloseable {

  static final int LAYERS = 5;
  static final int VOCABULARY = 30;

  static final ConfigFile CONFIG =
      ConfigFile.parse(
          "config.json",
          """
          {"model_type": "bert", "hidden_size": 8, "num_hidden_layers": %d,
           "num_attention_heads": 2, "intermediate_size": 16, "vocab_size": %d,
           "max_position_embeddings": 16}
          """
              .formatted(LAYERS, VOCABULARY));

  private final FlatParameters parameters;
  private final GraphExecutor executor;
  private final boolean hasRole;
  private final boolean leftPadded;

  PoolingTestModel(String pooling) {
    this(PoolingHeads.named(pooling), 0.3);
  }

  PoolingTestModel(PoolingHead pooling, double deviation) {
    this(CONFIG, pooling, deviation, ExecutorKind.SESSION);
  }

  PoolingTestModel(ConfigFile config, PoolingHead pooling, double deviation, ExecutorKind kind) {
    ModelSpecification specification =
        ModelSpecification.of(config, new Classification(List.of("a", "b", "c")), pooling);
    ExecutableGraph graph = ModelGraph.build(specification, Mode.GRADIENT).executable();
    parameters = FlatParameters.allocate(graph.parameters());
    Initialization initialization = new Initialization(7, deviation);
    for (Parameter parameter : graph.parameters()) {
      initialization.fill(parameter, parameters.value(parameter.name()));
    }
    executor = kind.create(graph, parameters);
    leftPadded = specification.architecture().summaryComesLast();
    hasRole = graph.graph().hasVariable(AsymmetricStage.ROLE);
  }

  FlatParameters parameters() {
    return parameters;
  }

  /**
   * The logits of sequences of {@code ids} of which the first {@code lengths[i]} are tokens, or the
   * last ones in a family that is padded on the left.
   */
  INDArray logits(int[][] ids, int... lengths) {
    return executor.output(inputs(ids, lengths), List.of("logits")).get("logits");
  }

  double loss(int[][] ids, int... lengths) {
    return executor.output(labelled(ids, lengths), List.of("loss")).get("loss").getDouble(0);
  }

  void differentiate(int[][] ids, int... lengths) {
    executor.accumulateGradients(labelled(ids, lengths), 1, new RandomKey(0, "none", 0));
  }

  private Map<String, INDArray> labelled(int[][] ids, int... lengths) {
    Map<String, INDArray> inputs = inputs(ids, lengths);
    INDArray labels = Nd4j.zeros(DataType.INT32, ids.length);
    for (int i = 0; i < ids.length; i++) {
      labels.putScalar(i, i % 3);
    }
    inputs.put("labels", labels);
    return inputs;
  }

  private Map<String, INDArray> inputs(int[][] ids, int... lengths) {
    INDArray mask = Nd4j.zeros(DataType.INT32, ids.length, ids[0].length);
    for (int i = 0; i < ids.length; i++) {
      for (int j = 0; j < lengths[i]; j++) {
        mask.putScalar(i, leftPadded ? ids[i].length - 1 - j : j, 1);
      }
    }
    Map<String, INDArray> inputs = new HashMap<>();
    inputs.put("input_ids", Nd4j.createFromArray(ids));
    inputs.put("attention_mask", mask);
    inputs.put("token_type_ids", Nd4j.zeros(DataType.INT32, mask.shape()));
    if (hasRole) {
      inputs.put(AsymmetricStage.ROLE, Nd4j.ones(DataType.INT32, ids.length, 1));
    }
    return inputs;
  }

  @Override
  public void close() {
    executor.close();
  }
}
