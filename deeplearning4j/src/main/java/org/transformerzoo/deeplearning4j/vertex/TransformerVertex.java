package org.transformerzoo.deeplearning4j.vertex;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect.Visibility;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.weights.LoadReport;

/**
 * A transformer's body and a pooling as a vertex of a {@code ComputationGraph}: token ids go in,
 * one vector a text comes out, [batch, width]. Its parameters are a part of the graph's flat
 * parameters, on which the compiled executor computes in place; {@code ModelSerializer} saves and
 * restores them with the rest.
 *
 * <pre>{@code
 * new NeuralNetConfiguration.Builder()
 *     .updater(new Adam(1e-3))
 *     .graphBuilder()
 *     .addInputs("input_ids", "attention_mask", "token_type_ids")
 *     .addVertex(
 *         "encoder",
 *         TransformerVertex.builder(Path.of("model")).pooling("mean").updater(new Adam(2e-5)).build(),
 *         "input_ids", "attention_mask", "token_type_ids")
 *     .addLayer("out", new OutputLayer.Builder().nIn(768).nOut(2).build(), "encoder")
 *     .setOutputs("out")
 *     .build();
 * }</pre>
 *
 * <p>The inputs are whole numbers, [batch, length] each, of any type. They are what {@link
 * TransformerVertexBuilder#inputs} names, in that order; by default the first three features of
 * {@link org.transformerzoo.datavec.batching.BatchLayout}. Where the attention mask is not among
 * them, the mask of the features of the token ids takes its place, and without one every position
 * counts; without token types all are 0. No gradient flows to the inputs, and no mask out of the
 * vertex.
 *
 * <p>In training the vertex drops out as its configuration says, with masks that follow from the
 * seed and the number of the iteration. What the forward pass computes is kept for the gradients
 * until the next one. The graph's type must be FLOAT.
 *
 * <p>DL4J's global settings reach layers alone, so that the vertex has its updater, weight decay
 * and gradient normalisation for itself.
 */
@JsonAutoDetect(
    fieldVisibility = Visibility.ANY,
    getterVisibility = Visibility.NONE,
    isGetterVisibility = Visibility.NONE,
    setterVisibility = Visibility.NONE)
public final class TransformerVertex extends GraphVertex {

  private static final long serialVersionUID = 1;

  private final String config;
  private final String pooling;
  private final List<String> inputs;
  private final boolean frozen;
  private final IUpdater updater;
  private final double weightDecay;
  private final GradientNormalization gradientNormalization;
  private final double gradientNormalizationThreshold;
  private final long seed;
  private final String folder;

  private transient VertexGraph graph;

  @JsonCreator
  TransformerVertex(
      @JsonProperty("config") String config,
      @JsonProperty("pooling") String pooling,
      @JsonProperty("inputs") List<String> inputs,
      @JsonProperty("frozen") boolean frozen,
      @JsonProperty("updater") IUpdater updater,
      @JsonProperty("weightDecay") double weightDecay,
      @JsonProperty("gradientNormalization") GradientNormalization gradientNormalization,
      @JsonProperty("gradientNormalizationThreshold") double gradientNormalizationThreshold,
      @JsonProperty("seed") long seed,
      @JsonProperty("folder") String folder) {
    this.config = config;
    this.pooling = pooling;
    this.inputs = new ArrayList<>(inputs); // of a class that Jackson writes plainly
    this.frozen = frozen;
    this.updater = updater;
    this.weightDecay = weightDecay;
    this.gradientNormalization = gradientNormalization;
    this.gradientNormalizationThreshold = gradientNormalizationThreshold;
    this.seed = seed;
    this.folder = folder;
  }

  /**
   * A vertex with the body of a model folder, whatever head the model has. The folder is read again
   * when the graph is initialised, and not when it is restored from a file.
   *
   * @throws org.transformerzoo.zoo.InvalidModelException if the folder has no usable configuration
   */
  public static TransformerVertexBuilder builder(Path folder) {
    return new TransformerVertexBuilder(
        ConfigFile.read(folder), folder.toAbsolutePath().toString());
  }

  /** A vertex with random weights. */
  public static TransformerVertexBuilder builder(ConfigFile config) {
    return new TransformerVertexBuilder(config, null);
  }

  /**
   * The encoder inside of a graph, on the graph's own memory: to be saved as a model folder, or to
   * be looked at.
   *
   * @param vertex its name
   * @throws IllegalArgumentException if the graph has no such vertex of this class
   */
  public static TransformerModel model(ComputationGraph graph, String vertex) {
    GraphVertex found = graph.getConfiguration().getVertices().get(vertex);
    GraphVertex bare = found instanceof FrozenVertex frozen ? frozen.getUnderlying() : found;
    if (bare instanceof TransformerVertex transformer) {
      return transformer.model(vertex, graph.getVertex(vertex).params());
    }
    throw new IllegalArgumentException(
        "The graph has no TransformerVertex called \"" + vertex + "\"");
  }

  private TransformerModel model(String vertex, INDArray values) {
    FlatParameters parameters = FlatParameters.on(graph().parameters(), values);
    List<String> all = graph().parameters().stream().map(Parameter::name).toList();
    LoadReport loaded = new LoadReport(vertex, all, List.of(), List.of(), List.of());
    return new TransformerModel(specification(), parameters, loaded);
  }

  ModelSpecification specification() {
    ConfigFile file = ConfigFile.parse("the configuration of a TransformerVertex", config);
    return ModelSpecification.pooled(file, PoolingHeads.named(pooling));
  }

  /** The facts that only a built graph knows. */
  synchronized VertexGraph graph() {
    if (graph == null) {
      graph = VertexGraph.of(specification());
    }
    return graph;
  }

  List<String> inputs() {
    return List.copyOf(inputs);
  }

  boolean frozen() {
    return frozen;
  }

  IUpdater updater() {
    return frozen ? new NoOp() : updater;
  }

  double weightDecay() {
    return weightDecay;
  }

  GradientNormalization gradientNormalization() {
    return gradientNormalization;
  }

  double gradientNormalizationThreshold() {
    return gradientNormalizationThreshold;
  }

  long seed() {
    return seed;
  }

  Optional<Path> folder() {
    return Optional.ofNullable(folder).map(Path::of);
  }

  @Override
  public long numParams(boolean backprop) {
    return graph().length();
  }

  @Override
  public int minVertexInputs() {
    return inputs.size();
  }

  @Override
  public int maxVertexInputs() {
    return inputs.size();
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph network,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    if (type != DataType.FLOAT) {
      throw new DL4JInvalidConfigException(
          "The graph of the vertex \"%s\" computes with %s, expected FLOAT".formatted(name, type));
    }
    TransformerGraphVertex vertex =
        new TransformerGraphVertex(this, network, name, index, parameters);
    if (initialize) {
      vertex.initialize();
    }
    return vertex;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... vertexInputs) {
    return InputType.feedForward(graph().width());
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputTypes) {
    InputType first = inputTypes.length == 0 ? InputType.feedForward(1) : inputTypes[0];
    long parameters = graph().length();
    return new LayerMemoryReport.Builder(null, TransformerVertex.class, first, getOutputType(-1))
        .standardMemory(parameters, updater().stateSize(parameters))
        .workingMemory(0, 0, 0, 0)
        .build();
  }

  @Override
  public TransformerVertex clone() {
    return new TransformerVertex(
        config,
        pooling,
        inputs,
        frozen,
        updater == null ? null : updater.clone(),
        weightDecay,
        gradientNormalization,
        gradientNormalizationThreshold,
        seed,
        folder);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TransformerVertex vertex && facts().equals(vertex.facts());
  }

  @Override
  public int hashCode() {
    return facts().hashCode();
  }

  private List<Object> facts() {
    return List.of(
        config,
        pooling,
        inputs,
        frozen,
        Optional.ofNullable(updater),
        weightDecay,
        gradientNormalization,
        gradientNormalizationThreshold,
        seed,
        folder());
  }
}
