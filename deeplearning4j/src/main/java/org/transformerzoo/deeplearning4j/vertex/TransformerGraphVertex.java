package org.transformerzoo.deeplearning4j.vertex;

import java.lang.ref.Cleaner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.FrozenVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.weights.LoadPolicy;

/**
 * What a {@link TransformerVertex} does in a graph that runs. Not safe for use by several threads.
 */
@SuppressWarnings("overrides") // of DL4J's own setInputs, which is an array here and dots there
final class TransformerGraphVertex extends BaseGraphVertex {

  private static final long serialVersionUID = 1;

  /** Frees the native memory of executors whose graphs nobody has any more. */
  private static final Cleaner CLEANER = Cleaner.create();

  private final TransformerVertex configuration;
  private final transient ModelSpecification specification;
  private final transient Map<String, Parameter> keys;
  private final transient VertexTraining training;
  private final transient INDArray view;
  private transient INDArray gradientView;
  private transient FlatParameters parameters;
  private transient VertexExecutor executor;
  private transient Cleaner.Cleanable cleanable;
  private transient INDArray featureMask;
  private transient RandomKey masks;

  TransformerGraphVertex(
      TransformerVertex configuration,
      ComputationGraph network,
      String name,
      int index,
      INDArray view) {
    super(network, name, index, null, null, DataType.FLOAT);
    this.configuration = configuration;
    this.specification = configuration.specification();
    this.keys = configuration.graph().byKey();
    this.training = new VertexTraining(name, configuration, keys);
    this.view = view;
    this.parameters = FlatParameters.on(configuration.graph().parameters(), view);
  }

  /** Gives the parameters their first values. */
  void initialize() {
    TransformerModel model =
        configuration
            .folder()
            .map(
                folder ->
                    TransformerModel.load(
                        folder, specification, LoadPolicy.fineTuning(), parameters))
            .orElseGet(() -> TransformerModel.create(specification, parameters));
    model.initialize(configuration.seed());
  }

  @Override
  @SuppressWarnings("try") // the scope is left at the end
  public INDArray doForward(boolean train, LayerWorkspaceMgr workspaces) {
    INDArray pooled;
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      masks = new RandomKey(configuration.seed(), "dropout", iteration());
      pooled = train && !frozen() ? trainingOutput() : executor().output(given());
    }
    return workspaces.dup(ArrayType.ACTIVATIONS, pooled);
  }

  /** Before DL4J has made room for gradients it may want none. */
  private INDArray trainingOutput() {
    return gradientView == null
        ? executor().output(given(), masks)
        : executor().forward(given(), masks);
  }

  /** Also by DL4J's wrapper, which takes a vertex's place among the others. */
  private boolean frozen() {
    return configuration.frozen() || graph.getVertices()[vertexIndex] instanceof FrozenVertex;
  }

  @Override
  @SuppressWarnings("try") // the scope is left at the end
  public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
    INDArray[] nothingBelow = new INDArray[inputs.length];
    if (configuration.frozen()) {
      return new Pair<>(null, nothingBelow);
    }
    Gradient gradient = new DefaultGradient();
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      executor().computeGradients(epsilon, this::given, masks);
      keys.forEach(
          (key, parameter) -> gradient.setGradientFor(key, parameters.gradient(parameter.name())));
    }
    return new Pair<>(gradient, nothingBelow);
  }

  /** The inputs by the names that the graph gives them. */
  private Map<String, INDArray> given() {
    List<String> names = configuration.inputs();
    Map<String, INDArray> given = new LinkedHashMap<>();
    for (int i = 0; i < inputs.length; i++) {
      given.put(names.get(i), wholeNumbers(names.get(i), inputs[i]));
    }
    INDArray ids = given.get(TokenInputs.INPUT_IDS);
    if (!given.containsKey(TokenInputs.ATTENTION_MASK)) {
      given.put(
          TokenInputs.ATTENTION_MASK,
          featureMask == null
              ? Nd4j.ones(DataType.INT32, ids.shape())
              : wholeNumbers(TokenInputs.ATTENTION_MASK, featureMask));
    }
    given.computeIfAbsent(
        TokenInputs.TOKEN_TYPE_IDS, name -> Nd4j.zeros(DataType.INT32, ids.shape()));
    return given;
  }

  private INDArray wholeNumbers(String name, INDArray input) {
    INDArray whole = input.castTo(DataType.INT32);
    if (input.dataType().isFPType() && !whole.castTo(input.dataType()).equals(input)) {
      throw new IllegalArgumentException(
          "The input \"%s\" of the vertex \"%s\" has fractions, expected whole numbers"
              .formatted(name, vertexName));
    }
    return whole;
  }

  private long iteration() {
    return graph.getConfiguration().getIterationCount();
  }

  /** What computes it, on the gradients that are there now. */
  VertexExecutor executor() {
    if (executor == null) {
      VertexExecutor created =
          new VertexExecutor(specification, configuration.graph().width(), parameters);
      cleanable = CLEANER.register(this, created::close);
      executor = created;
    }
    return executor;
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray gradients) {
    gradientView = gradients;
    if (configuration.frozen()) {
      return;
    }
    parameters = parameters.withGradients(gradients);
    if (executor != null) { // it is bound to the gradients that were there
      cleanable.clean();
      executor = null;
    }
  }

  @Override
  public INDArray getGradientsViewArray() {
    return gradientView;
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masksOfInputs, MaskState state, int batch) {
    int ids = configuration.inputs().indexOf(TokenInputs.INPUT_IDS);
    featureMask = masksOfInputs == null ? null : masksOfInputs[ids];
    return new Pair<>(null, MaskState.Passthrough); // a pooled vector has no positions
  }

  @Override
  public void clear() {
    super.clear();
    featureMask = null;
  }

  @Override
  public Map<String, INDArray> paramTable(boolean backpropOnly) {
    Map<String, INDArray> table = new LinkedHashMap<>();
    keys.forEach((key, parameter) -> table.put(key, parameters.value(parameter.name())));
    return table;
  }

  @Override
  public TrainingConfig getConfig() {
    return training;
  }

  @Override
  public INDArray params() {
    return view;
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public Layer getLayer() {
    return null;
  }

  @Override
  public String toString() {
    return "TransformerGraphVertex(%s, %s, %s)"
        .formatted(
            vertexName,
            specification.architecture().modelType(),
            specification.pooling().orElseThrow().name());
  }
}
