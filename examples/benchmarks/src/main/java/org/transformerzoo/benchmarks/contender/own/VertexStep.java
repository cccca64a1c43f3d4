package org.transformerzoo.benchmarks.contender.own;

import java.util.Map;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.transformerzoo.benchmarks.workload.AdamConstants;
import org.transformerzoo.benchmarks.workload.Batch;
import org.transformerzoo.benchmarks.workload.EncoderWeights;
import org.transformerzoo.benchmarks.workload.Sizes;
import org.transformerzoo.deeplearning4j.features.OneHotLabels;
import org.transformerzoo.deeplearning4j.vertex.TransformerVertex;
import org.transformerzoo.training.group.DecayGrouping;
import org.transformerzoo.training.optimizer.AdamSettings;
import org.transformerzoo.training.optimizer.AdamW;
import org.transformerzoo.training.optimizer.BlockOptimizer;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.task.TaskHead;

/**
 * A classifier's training step, with dropout and Adam, by this project's executor, and through a
 * vertex of a {@code ComputationGraph}.
 */
public final class VertexStep implements AutoCloseable {

  private static final String ENCODER = "encoder";
  private static final String[] INPUTS = {
    TokenInputs.INPUT_IDS, TokenInputs.ATTENTION_MASK, TokenInputs.TOKEN_TYPE_IDS
  };

  private final Map<String, INDArray> inputs;
  private final GraphExecutor executor;
  private final BlockOptimizer optimizer;
  private final ComputationGraph graph;
  private final MultiDataSet batch;

  /** Two new models. */
  public VertexStep(Sizes sizes) {
    TransformerModel model = OwnModel.create(sizes);
    inputs = OwnBatch.labelled(new Batch(sizes));
    executor = model.executor(Mode.TRAINING);
    optimizer =
        new BlockOptimizer(
            new AdamW(
                new AdamSettings(AdamConstants.BETA1, AdamConstants.BETA2, AdamConstants.EPSILON)),
            model.parameters(),
            new DecayGrouping(AdamConstants.LEARNING_RATE, 0, OptionalDouble.empty())
                .groups(model.parameters()));
    graph = graph(sizes);
    batch = batch();
  }

  private static ComputationGraph graph(Sizes sizes) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .updater(adam())
                .graphBuilder()
                .addInputs(INPUTS)
                .addVertex(
                    ENCODER,
                    TransformerVertex.builder(OwnModel.configuration(sizes))
                        .pooling("pooler")
                        .updater(adam())
                        .build(),
                    INPUTS)
                .addLayer(
                    "out",
                    new OutputLayer.Builder()
                        .nIn(sizes.hidden())
                        .nOut(EncoderWeights.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    ENCODER)
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }

  private static Adam adam() {
    return new Adam(
        AdamConstants.LEARNING_RATE,
        AdamConstants.BETA1,
        AdamConstants.BETA2,
        AdamConstants.EPSILON);
  }

  private MultiDataSet batch() {
    INDArray[] features = new INDArray[INPUTS.length];
    for (int i = 0; i < features.length; i++) {
      features[i] = inputs.get(INPUTS[i]);
    }
    MultiDataSet made = new MultiDataSet(features, new INDArray[] {inputs.get(TaskHead.LABELS)});
    new OneHotLabels(EncoderWeights.CLASSES).preProcess(made);
    return made;
  }

  /** The gradients by the executor alone. */
  public void ownGradients() {
    executor.computeGradients(inputs, 1, new RandomKey(0, "dropout", optimizer.steps()));
  }

  /** The gradients by the executor, and the update. */
  public void ownStep() {
    ownGradients();
    optimizer.step(1, 1);
  }

  /** The gradients by the graph. */
  public void graphGradients() {
    graph.setInputs(batch.getFeatures());
    graph.setLabels(batch.getLabels());
    graph.computeGradientAndScore();
  }

  /** The gradients by the graph, and the update. */
  public void graphStep() {
    graph.fit(batch);
  }

  @Override
  public void close() {
    executor.close();
    graph.close();
  }
}
