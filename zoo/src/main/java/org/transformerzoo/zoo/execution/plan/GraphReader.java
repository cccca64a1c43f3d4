package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.execution.ExecutableGraph.DropoutSite;
import org.transformerzoo.zoo.execution.ExecutableGraph.Lookup;
import org.transformerzoo.zoo.parameter.Parameter;

/**
 * Reads operations out of a SameDiff graph for inputs of given shapes. Only what is asked for is
 * read. What depends on shapes and constants alone is computed on the spot; a reshape becomes a
 * view; everything else becomes a {@link Nd4jOperation}, in an order in which it can run.
 */
final class GraphReader {

  /** Operations that change the shape of their first input and nothing else. */
  private static final Set<String> VIEWS =
      Set.of("reshape", "identity", "squeeze", "expand_dims", "flatten_2d", "stop_gradient");

  /** Operations that look at the shape of their first input and not at its values. */
  private static final Set<String> SHAPE_ONLY =
      Set.of("shape_of", "size_at", "size", "rank", "ones_as", "zeros_as");

  private static final String MULTIPLY = "multiply";

  private final ExecutableGraph executable;
  private final SameDiff graph;
  private final Map<String, long[]> shapes;
  private final boolean masked;
  private final GradientRules rules;
  private final ShapeInference inference;
  private final Map<String, Integer> sites = new HashMap<>();
  private final Map<String, Lookup> lookups = new HashMap<>();
  private final Map<String, Parameter> parameters = new HashMap<>();
  private final Map<String, Tensor> values = new HashMap<>();
  private final List<Operation> operations = new ArrayList<>();

  /**
   * A reader that has read nothing.
   *
   * @param shapes the shapes of the inputs that are given
   * @param masked whether dropout masks are drawn; else masks that are not given are all ones
   * @param inference kept by the caller, who closes it
   */
  GraphReader(
      ExecutableGraph executable,
      Map<String, long[]> shapes,
      boolean masked,
      GradientRules rules,
      ShapeInference inference) {
    this.executable = executable;
    this.graph = executable.graph();
    this.shapes = shapes;
    this.masked = masked;
    this.rules = rules;
    this.inference = inference;
    List<DropoutSite> dropouts = executable.dropouts();
    for (int i = 0; i < dropouts.size(); i++) {
      sites.put(dropouts.get(i).mask(), i);
    }
    executable.lookups().forEach(lookup -> lookups.put(lookup.rows(), lookup));
    executable.parameters().forEach(parameter -> parameters.put(parameter.name(), parameter));
  }

  /** The operations read so far, which the caller may replace and add to. */
  List<Operation> operations() {
    return operations;
  }

  /** The value of the variable called {@code name}. */
  Tensor read(String name) {
    Deque<String> open = new ArrayDeque<>(List.of(name));
    while (!open.isEmpty()) {
      String next = open.peek();
      List<String> missing =
          values.containsKey(next)
              ? List.of()
              : needs(next).stream().filter(need -> !values.containsKey(need)).toList();
      if (missing.isEmpty()) {
        open.pop();
        if (!values.containsKey(next)) {
          define(next);
        }
      } else {
        missing.forEach(open::push);
      }
    }
    return values.get(name);
  }

  /** Emits the gradient operations that SameDiff itself knows for {@code operation}. */
  List<Tensor> differentiate(Nd4jOperation operation, List<Tensor> outputGradients) {
    GradientRules.Rule rule = rules.of(operation.function());
    for (int i = 0; i < outputGradients.size(); i++) {
      values.put(rule.outputGradients().get(i), outputGradients.get(i));
    }
    return rule.inputGradients().stream().map(name -> name.map(this::read).orElse(null)).toList();
  }

  private List<String> needs(String name) {
    Lookup lookup = lookups.get(name);
    if (lookup != null) {
      return shapes.containsKey(name) ? List.of() : List.of(lookup.table(), lookup.ids());
    }
    if (variable(name).getVariableType() != VariableType.ARRAY) {
      return List.of();
    }
    String[] arguments = graph.getVariableOutputOp(name).argNames();
    return arguments == null ? List.of() : List.of(arguments);
  }

  private SDVariable variable(String name) {
    SDVariable variable = graph.getVariable(name);
    if (variable == null) {
      throw new InvalidModelException("The graph has no variable \"" + name + "\"");
    }
    return variable;
  }

  private void define(String name) {
    SDVariable variable = variable(name);
    if (lookups.containsKey(name) && !shapes.containsKey(name)) {
      values.put(name, lookup(lookups.get(name)));
      return;
    }
    switch (variable.getVariableType()) {
      case CONSTANT -> values.put(name, Tensor.constant(name, variable.getArr()));
      case VARIABLE -> values.put(name, stored(variable));
      case PLACEHOLDER -> values.put(name, placeholder(variable));
      case ARRAY -> defineOutputs(graph.getVariableOutputOp(name));
      default -> throw new UnsupportedOperationException("A variable of type " + variable);
    }
  }

  private Tensor stored(SDVariable variable) {
    String name = variable.name();
    Parameter parameter = parameters.get(name);
    return parameter == null
        ? Tensor.constant(name, variable.getArr())
        : new Tensor(name, DataType.FLOAT, parameter.dimensions(), new Place.ParameterValue(name));
  }

  private Tensor placeholder(SDVariable variable) {
    String name = variable.name();
    if (shapes.containsKey(name)) {
      return new Tensor(name, variable.dataType(), shapes.get(name), new Place.Input(name));
    }
    Integer site = sites.get(name);
    if (site == null) {
      throw new InvalidModelException("The input \"" + name + "\" is missing");
    }
    DropoutSite dropout = executable.dropouts().get(site);
    Tensor mask = Tensor.computed(name, dropout.shape().of(shapes));
    operations.add(masked ? MaskDraw.of(mask, site, dropout.probability()) : new Fill(mask, 1f));
    return mask;
  }

  private Tensor lookup(Lookup lookup) {
    Tensor table = values.get(lookup.table());
    Tensor ids = values.get(lookup.ids());
    Tensor rows = Tensor.computed(lookup.rows(), ids.length(), table.size(1));
    operations.add(new EmbeddingLookup(table, ids, rows));
    return rows;
  }

  private void defineOutputs(DifferentialFunction function) {
    List<Tensor> inputs =
        function.argNames() == null
            ? List.of()
            : Arrays.stream(function.argNames()).map(values::get).toList();
    String[] names = function.outputVariablesNames();
    String kind = function.opName();
    boolean shapeOnly = SHAPE_ONLY.contains(kind);
    boolean known = inputs.stream().allMatch(Tensor::isConstant) && !inference.isRandom(function);
    if (shapeOnly || known) {
      INDArray[] results = inference.evaluate(function, inputs);
      for (int i = 0; i < names.length; i++) {
        values.put(names[i], Tensor.constant(names[i], results[i]));
      }
    } else if (MULTIPLY.equals(kind) && inputs.stream().anyMatch(this::isIdleMask)) {
      values.put(names[0], isIdleMask(inputs.get(0)) ? inputs.get(1) : inputs.get(0));
    } else {
      List<Tensor> outputs = inference.outputs(function, inputs);
      if (VIEWS.contains(kind)) {
        values.put(names[0], inputs.get(0).view(outputs.get(0).shape()));
        return;
      }
      for (int i = 0; i < names.length; i++) {
        values.put(names[i], outputs.get(i));
      }
      operations.add(new Nd4jOperation(function, inputs, outputs, this));
    }
  }

  /** Whether {@code tensor} is a mask of ones: multiplying with it changes nothing. */
  private boolean isIdleMask(Tensor tensor) {
    return !masked && sites.containsKey(tensor.name()) && !shapes.containsKey(tensor.name());
  }
}
