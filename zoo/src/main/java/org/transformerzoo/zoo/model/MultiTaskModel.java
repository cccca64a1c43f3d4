package org.transformerzoo.zoo.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.plan.PlanOptions;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.FlatParameters.Segment;
import org.transformerzoo.zoo.parameter.Initialization;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;
import org.transformerzoo.zoo.weights.LoadPolicy;
import org.transformerzoo.zoo.weights.TensorSource;

/**
 * Several tasks on one body (Caruana, 1997; with transformers, Liu et al., 2019, arXiv 1901.11504):
 * embeddings, layers and pooler are the same memory for all of them, and each task has a head of
 * its own. One task is the case of a model as usual.
 *
 * @param parameters of all tasks together, each in one place; the head of the task {@code NAME} has
 *     parameters called {@code NAME/…}
 * @param tasks complete models of one task each on that memory, in order
 * @param training what the graphs to train with read, for each task: its parameters, and {@link
 *     GraphBuilder#MOVES} where its objective has them
 */
public record MultiTaskModel(
    FlatParameters parameters, List<TransformerModel> tasks, List<FlatParameters> training) {

  /** Copies the list. */
  public MultiTaskModel {
    tasks = List.copyOf(tasks);
    training = List.copyOf(training);
  }

  /** The case of one task, whose objective moves no words. */
  public static MultiTaskModel of(TransformerModel model) {
    return new MultiTaskModel(model.parameters(), List.of(model), List.of(model.parameters()));
  }

  /** The same with other models of the same tasks on the same memory. */
  public MultiTaskModel with(List<TransformerModel> others) {
    return new MultiTaskModel(parameters, others, training);
  }

  /**
   * A model of several tasks with the body of {@code folder}.
   *
   * @param specifications by the names of the tasks, which are of one body; the name of the only
   *     task may be empty, and its head's parameters are then called as usual
   * @param policy which parameters may be missing; they are zero until {@link #initialize}
   */
  public static MultiTaskModel load(
      Path folder, Map<String, ModelSpecification> specifications, LoadPolicy policy) {
    Map<String, ModelGraph> graphs = new LinkedHashMap<>();
    Map<String, Parameter> all = new LinkedHashMap<>();
    specifications.forEach(
        (task, specification) -> {
          ModelGraph graph = ModelGraph.build(specification, Mode.INFERENCE);
          graphs.put(task, graph);
          graph.executable().parameters().forEach(parameter -> add(all, task, parameter));
        });
    List<String> trained = List.copyOf(all.keySet());
    specifications.forEach((task, own) -> moves(own).ifPresent(moves -> add(all, task, moves)));
    FlatParameters memory = FlatParameters.allocate(all.values());
    WeightFormat format = WeightFormat.foundIn(folder);
    List<TransformerModel> models = new ArrayList<>();
    List<FlatParameters> training = new ArrayList<>();
    for (Map.Entry<String, ModelGraph> entry : graphs.entrySet()) {
      ModelSpecification specification = specifications.get(entry.getKey());
      Map<String, String> names = names(entry.getKey(), entry.getValue());
      FlatParameters part = memory.part(names);
      try (TensorSource source = format.open(folder)) {
        models.add(
            TransformerModel.load(source, specification, policy, format, entry.getValue(), part));
      }
      moves(specification).ifPresent(m -> names.put(m.name(), name(entry.getKey(), m)));
      training.add(memory.part(names));
    }
    Map<String, String> same = new LinkedHashMap<>();
    trained.forEach(name -> same.put(name, name));
    return new MultiTaskModel(memory.part(same), models, training);
  }

  /** What the words of a task are moved by; each task has its own, as if it were of its head. */
  private static Optional<Parameter> moves(ModelSpecification specification) {
    return specification
        .task()
        .map(task -> task.objective().moves())
        .filter(moves -> moves > 0)
        .map(
            moves ->
                new Parameter(
                    GraphBuilder.MOVES,
                    ParameterKind.EMBEDDING,
                    Depth.head(),
                    List.of(moves + 1, (long) specification.config().hiddenSize())));
  }

  /**
   * An executor of the graph to train the task at {@code index} with.
   *
   * @param mode differentiable
   */
  public GraphExecutor executor(int index, Mode mode, ExecutorKind kind, PlanOptions options) {
    return kind.create(tasks.get(index).graph(mode).executable(), training.get(index), options);
  }

  private static void add(Map<String, Parameter> all, String task, Parameter parameter) {
    Parameter named =
        new Parameter(
            name(task, parameter), parameter.kind(), parameter.depth(), parameter.shape());
    Parameter known = all.putIfAbsent(named.name(), named);
    if (known != null && !known.equals(named)) {
      throw new IllegalArgumentException(
          "The tasks are not of one body: %s is %s and %s".formatted(named.name(), known, named));
    }
  }

  private static String name(String task, Parameter parameter) {
    boolean own = parameter.depth() instanceof Depth.Head && !task.isEmpty();
    return own ? task + "/" + parameter.name() : parameter.name();
  }

  private static Map<String, String> names(String task, ModelGraph graph) {
    Map<String, String> names = new LinkedHashMap<>();
    graph.executable().parameters().forEach(p -> names.put(p.name(), name(task, p)));
    return names;
  }

  /** Gives random values to every parameter that was not loaded; no two heads get the same. */
  public void initialize(long seed) {
    Map<Long, Parameter> places = new HashMap<>();
    parameters.segments().forEach(segment -> places.put(segment.offset(), segment.parameter()));
    for (TransformerModel task : tasks) {
      Initialization initialization =
          new Initialization(seed, task.specification().config().initializerRange());
      for (String name : task.loading().toInitialize()) {
        Segment segment = task.parameters().segment(name);
        initialization.fill(places.get(segment.offset()), task.parameters().value(name));
      }
    }
  }

  /** The gradients that a pass of the task at {@code index} leaves as they are. */
  public List<INDArray> gradientsOfOthers(int index) {
    List<Long> own =
        tasks.get(index).parameters().segments().stream().map(Segment::offset).toList();
    return parameters.segments().stream()
        .filter(segment -> !own.contains(segment.offset()))
        .map(segment -> parameters.gradient(segment.parameter().name()))
        .toList();
  }
}
