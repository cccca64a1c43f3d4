package org.transformerzoo.zoo.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.plan.PlanOptions;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Initialization;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.weights.LoadPolicy;
import org.transformerzoo.zoo.weights.LoadReport;
import org.transformerzoo.zoo.weights.TensorSource;
import org.transformerzoo.zoo.weights.WeightLoader;

/**
 * A model with its weights. Its training graph and its inference graph read the same parameters.
 *
 * @param specification what it consists of
 * @param parameters its weights, and its gradients once it is trained
 * @param loading what was loaded and what is still to be initialised
 */
public record TransformerModel(
    ModelSpecification specification, FlatParameters parameters, LoadReport loading) {

  /** A new model of {@code specification} with random weights. */
  public static TransformerModel create(ModelSpecification specification, long seed) {
    ModelGraph graph = ModelGraph.build(specification, Mode.INFERENCE);
    TransformerModel model =
        create(specification, FlatParameters.allocate(graph.executable().parameters()));
    model.initialize(seed);
    return model;
  }

  /** A new model of {@code specification} on {@code parameters}, none of which is initialised. */
  public static TransformerModel create(
      ModelSpecification specification, FlatParameters parameters) {
    List<String> all = parameters.parameters().stream().map(Parameter::name).toList();
    LoadReport nothing =
        new LoadReport(specification.file().location(), List.of(), all, List.of(), List.of());
    return new TransformerModel(specification, parameters, nothing);
  }

  /** The model that {@code folder} holds, all of it, in whichever format it has the weights. */
  public static TransformerModel load(Path folder) {
    return load(folder, ModelSpecification.of(ConfigFile.read(folder)), LoadPolicy.strict());
  }

  /**
   * A model of {@code specification} with the weights of {@code folder}, in whichever format it has
   * them.
   *
   * @param policy which parameters the folder may lack; they are zero until {@link #initialize}
   */
  public static TransformerModel load(
      Path folder, ModelSpecification specification, LoadPolicy policy) {
    return load(folder, specification, policy, WeightFormat.foundIn(folder));
  }

  /**
   * As {@link #load(Path, ModelSpecification, LoadPolicy)}, into {@code parameters}, which are
   * those of the specification's graph.
   */
  public static TransformerModel load(
      Path folder, ModelSpecification specification, LoadPolicy policy, FlatParameters parameters) {
    WeightFormat format = WeightFormat.foundIn(folder);
    ModelGraph graph = ModelGraph.build(specification, Mode.INFERENCE);
    try (TensorSource source = format.open(folder)) {
      return load(source, specification, policy, format, graph, parameters);
    }
  }

  /**
   * A model of {@code specification} with weights of {@code format}.
   *
   * @param weights the folder that has them, or their file
   * @param policy which parameters may be missing; they are zero until {@link #initialize}
   */
  public static TransformerModel load(
      Path weights, ModelSpecification specification, LoadPolicy policy, WeightFormat format) {
    try (TensorSource source = format.open(weights)) {
      return load(source, specification, policy, format);
    }
  }

  /**
   * A model of {@code specification} with the weights of {@code source}.
   *
   * @param format whose names the source uses
   */
  public static TransformerModel load(
      TensorSource source,
      ModelSpecification specification,
      LoadPolicy policy,
      WeightFormat format) {
    ModelGraph graph = ModelGraph.build(specification, Mode.INFERENCE);
    return load(
        source,
        specification,
        policy,
        format,
        graph,
        FlatParameters.allocate(graph.executable().parameters()));
  }

  /** As above, into {@code parameters}, which are those of {@code graph}. */
  static TransformerModel load(
      TensorSource source,
      ModelSpecification specification,
      LoadPolicy policy,
      WeightFormat format,
      ModelGraph graph,
      FlatParameters parameters) {
    LoadReport report =
        WeightLoader.load(
            source,
            format.mapping(specification.architecture(), parameters.parameters()),
            parameters,
            format.leavesOutUnread()
                ? policy.without(graph.executable().unreadParameters())
                : policy);
    return new TransformerModel(specification, parameters, report);
  }

  /** The same model with a head that is still to be initialised, whatever was loaded for it. */
  public TransformerModel withNewHead() {
    Set<String> head =
        parameters.parameters().stream()
            .filter(parameter -> parameter.depth() instanceof Depth.Head)
            .map(Parameter::name)
            .collect(Collectors.toSet());
    return new TransformerModel(specification, parameters, loading.without(head));
  }

  /** Gives random values to every parameter that was not loaded. */
  public void initialize(long seed) {
    Initialization initialization =
        new Initialization(seed, specification.config().initializerRange());
    for (String name : loading.toInitialize()) {
      Parameter parameter = parameters.segment(name).parameter();
      initialization.fill(parameter, parameters.value(name));
    }
  }

  /** A fresh graph of the model. */
  public ModelGraph graph(Mode mode) {
    return ModelGraph.build(specification, mode);
  }

  /**
   * A fresh graph as {@link ModelFolder} saves it, for code that works with SameDiff alone: with
   * values, and with embedding tables as constants, because SameDiff's gradient of a lookup is
   * wrong. It is on this model's memory: {@code SameDiff.fit} changes the model.
   */
  public SameDiff plainGraph() {
    return ModelFolder.plainGraph(this);
  }

  /** The default executor of a fresh graph on this model's parameters. */
  public GraphExecutor executor(Mode mode) {
    return executor(mode, ExecutorKind.PLAN);
  }

  /** An executor of a fresh graph on this model's parameters. */
  public GraphExecutor executor(Mode mode, ExecutorKind kind) {
    return kind.create(graph(mode).executable(), parameters);
  }

  /** An executor of a fresh graph on this model's parameters, whose plans have {@code options}. */
  public GraphExecutor executor(Mode mode, ExecutorKind kind, PlanOptions options) {
    return kind.create(graph(mode).executable(), parameters, options);
  }

  /** Writes the model folder: see {@link ModelFolder}. */
  public void save(Path folder, ModelFolder.Attachment... attachments) {
    ModelFolder.save(this, folder, attachments);
  }
}
