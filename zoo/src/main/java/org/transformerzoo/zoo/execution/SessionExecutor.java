package org.transformerzoo.zoo.execution;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.shape.Gather;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.execution.ExecutableGraph.DropoutSite;
import org.transformerzoo.zoo.execution.ExecutableGraph.Lookup;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;

/** Runs a graph with SameDiff's own session: slow, and the reference for every other executor. */
public final class SessionExecutor implements GraphExecutor {

  private static final String GRADIENT_FUNCTION = "grad";

  private final ExecutableGraph executable;
  private final FlatParameters parameters;
  private SameDiff backward;

  /** Binds the graph to {@code parameters}, whose values it reads and whose gradients it writes. */
  public SessionExecutor(ExecutableGraph executable, FlatParameters parameters) {
    this.executable = executable;
    this.parameters = parameters;
    bind(executable.graph());
  }

  @Override
  public Map<String, INDArray> output(Map<String, INDArray> inputs, Collection<String> outputs) {
    Map<String, INDArray> all = prepare(inputs);
    addMasksOfOnes(all, shapes(inputs));
    return executable.graph().output(all, new ArrayList<>(outputs));
  }

  @Override
  public Map<String, INDArray> output(
      Map<String, INDArray> inputs, Collection<String> outputs, RandomKey masks) {
    Map<String, INDArray> all = prepare(inputs);
    drawMasks(all, shapes(inputs), masks);
    return executable.graph().output(all, new ArrayList<>(outputs));
  }

  @Override
  public synchronized double computeGradients(
      Map<String, INDArray> inputs, double weight, RandomKey masks) {
    parameters.gradients().assign(0);
    return accumulateGradients(inputs, weight, masks);
  }

  @Override
  public synchronized double accumulateGradients(
      Map<String, INDArray> inputs, double weight, RandomKey masks) {
    String loss = lossOf(executable);
    Map<String, INDArray> all = prepare(inputs);
    drawMasks(all, shapes(inputs), masks);
    Map<String, INDArray> results = backward().output(all, requested(loss));
    for (Parameter parameter : executable.parameters()) {
      gradientOf(parameter.name())
          .map(results::get)
          .ifPresent(gradient -> parameters.gradient(parameter.name()).addi(gradient.muli(weight)));
    }
    addLookupGradients(results, weight);
    return results.get(loss).getDouble(0);
  }

  /** {@inheritDoc} A session keeps nothing: the gradients begin at the inputs again. */
  @Override
  public ForwardPass forward(
      Map<String, INDArray> inputs,
      Collection<String> outputs,
      Collection<String> open,
      RandomKey masks) {
    return new RepeatedForwardPass(this, inputs, output(inputs, outputs, masks), masks);
  }

  @Override
  public synchronized Differentiated differentiate(
      Map<String, INDArray> inputs, Collection<String> outputs, Collection<String> lookups) {
    lossOf(executable);
    Map<String, INDArray> all = prepare(inputs);
    addMasksOfOnes(all, shapes(inputs));
    Map<String, String> gradients = new LinkedHashMap<>();
    lookups.forEach(rows -> gradientOf(rows).ifPresent(name -> gradients.put(rows, name)));
    Set<String> requested = new LinkedHashSet<>(outputs);
    requested.addAll(gradients.values());
    Map<String, INDArray> results = backward().output(all, new ArrayList<>(requested));
    Map<String, INDArray> values = new LinkedHashMap<>();
    outputs.forEach(name -> values.put(name, results.get(name)));
    Map<String, INDArray> slopes = new LinkedHashMap<>();
    for (String rows : lookups) {
      INDArray slope = gradients.containsKey(rows) ? results.get(gradients.get(rows)) : null;
      slopes.put(rows, slope == null ? Nd4j.zerosLike(all.get(rows)) : slope);
    }
    return new Differentiated(values, slopes);
  }

  @Override
  public void close() {
    backward = null;
  }

  private void addLookupGradients(Map<String, INDArray> results, double weight) {
    for (Lookup lookup : executable.lookups()) {
      INDArray rows = gradientOf(lookup.rows()).map(results::get).orElseThrow();
      INDArray ids = results.get(lookup.ids());
      INDArray table = parameters.gradient(lookup.table());
      for (long i = 0; i < ids.length(); i++) {
        table.getRow(ids.getLong(i)).addi(rows.getRow(i).mul(weight));
      }
    }
  }

  private static String lossOf(ExecutableGraph executable) {
    if (!executable.differentiable()) {
      throw new IllegalStateException("The graph was built for inference, not for gradients");
    }
    return executable
        .loss()
        .orElseThrow(() -> new IllegalStateException("The graph has no loss to minimise"));
  }

  /** The checked inputs, with the rows of lookups where the graph is cut there. */
  private Map<String, INDArray> prepare(Map<String, INDArray> inputs) {
    Map<String, INDArray> all = new HashMap<>(InputCheck.check(executable, inputs));
    if (executable.differentiable() && !executable.lookups().isEmpty()) {
      List<String> names = executable.lookups().stream().map(Lookup::ids).toList();
      Map<String, INDArray> ids = executable.graph().output(all, names);
      for (Lookup lookup : executable.lookups()) {
        if (all.containsKey(lookup.rows())) {
          continue;
        }
        INDArray table = parameters.value(lookup.table());
        all.put(lookup.rows(), Nd4j.exec(new Gather(table, ids.get(lookup.ids()), 0))[0]);
      }
    }
    return all;
  }

  private void addMasksOfOnes(Map<String, INDArray> inputs, Map<String, long[]> shapes) {
    for (DropoutSite site : executable.dropouts()) {
      inputs.putIfAbsent(site.mask(), Nd4j.ones(DataType.FLOAT, site.shape().of(shapes)));
    }
  }

  private void drawMasks(
      Map<String, INDArray> inputs, Map<String, long[]> shapes, RandomKey masks) {
    int index = 0;
    for (DropoutSite site : executable.dropouts()) {
      inputs.put(
          site.mask(),
          DropoutMask.create(site.shape().of(shapes), site.probability(), masks.bits(index++)));
    }
  }

  private static Map<String, long[]> shapes(Map<String, INDArray> inputs) {
    Map<String, long[]> shapes = new HashMap<>();
    inputs.forEach((name, array) -> shapes.put(name, array.shape()));
    return shapes;
  }

  /** The loss, the ids of lookups, and the gradient of everything that has one. */
  private List<String> requested(String loss) {
    Set<String> names = new LinkedHashSet<>(List.of(loss));
    executable
        .parameters()
        .forEach(parameter -> gradientOf(parameter.name()).ifPresent(names::add));
    for (Lookup lookup : executable.lookups()) {
      gradientOf(lookup.rows()).ifPresent(names::add);
      names.add(lookup.ids());
    }
    return List.copyOf(names);
  }

  /** The name of the gradient of {@code name}, absent where the loss does not depend on it. */
  private Optional<String> gradientOf(String name) {
    return Optional.ofNullable(backward().getGradForVariable(name)).map(SDVariable::name);
  }

  private SameDiff backward() {
    if (backward == null) {
      List<String> extra = new ArrayList<>();
      executable.lookups().forEach(lookup -> extra.add(lookup.rows()));
      createGradientFunction(executable.graph(), extra.toArray(String[]::new));
      backward = executable.graph().getFunction(GRADIENT_FUNCTION);
      bind(backward);
    }
    return backward;
  }

  /** SameDiff prints a line per operation to standard output here; it is nobody's output. */
  private static void createGradientFunction(SameDiff graph, String... extra) {
    PrintStream standardOutput = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      graph.createGradFunction(extra);
    } finally {
      System.setOut(standardOutput);
    }
  }

  private void bind(SameDiff graph) {
    for (Parameter parameter : executable.parameters()) {
      graph.setArrayForVariable(parameter.name(), parameters.value(parameter.name()));
    }
  }
}
