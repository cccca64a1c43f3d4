package org.transformerzoo.zoo.execution;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.execution.ExecutableGraph.DropoutSite;
import org.transformerzoo.zoo.execution.ExecutableGraph.Lookup;
import org.transformerzoo.zoo.execution.ExecutableGraph.TiedTable;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;

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
    Map<String, INDArray> all = new HashMap<>(InputCheck.check(executable, inputs));
    for (DropoutSite site : executable.dropouts()) {
      all.computeIfAbsent(
          site.mask(), name -> Nd4j.ones(DataType.FLOAT, site.shape().of(shapes(inputs))));
    }
    return executable.graph().output(all, new ArrayList<>(outputs));
  }

  @Override
  public synchronized double accumulateGradients(
      Map<String, INDArray> inputs, double weight, RandomKey masks) {
    String loss =
        executable
            .loss()
            .orElseThrow(() -> new IllegalStateException("The graph has no loss to minimise"));
    Map<String, INDArray> all = new HashMap<>(InputCheck.check(executable, inputs));
    drawMasks(all, masks);
    Map<String, INDArray> results = backward().output(all, requested(loss));
    for (Parameter parameter : executable.parameters()) {
      INDArray gradient = results.get(gradientOf(parameter.name()));
      if (gradient != null) {
        parameters.gradient(parameter.name()).addi(gradient.muli(weight));
      }
    }
    addTiedGradients(results, weight);
    addLookupGradients(results, weight);
    return results.get(loss).getDouble(0);
  }

  @Override
  public void close() {
    backward = null;
  }

  private void addTiedGradients(Map<String, INDArray> results, double weight) {
    for (TiedTable tied : executable.tiedTables()) {
      INDArray gradient = results.get(gradientOf(tied.matrix()));
      parameters.gradient(tied.table()).addi(gradient.muli(weight));
    }
  }

  private void addLookupGradients(Map<String, INDArray> results, double weight) {
    for (Lookup lookup : executable.lookups()) {
      INDArray rows = results.get(gradientOf(lookup.rows()));
      INDArray ids = results.get(lookup.ids());
      INDArray table = parameters.gradient(lookup.table());
      for (long i = 0; i < ids.length(); i++) {
        table.getRow(ids.getLong(i)).addi(rows.getRow(i).mul(weight));
      }
    }
  }

  private void drawMasks(Map<String, INDArray> inputs, RandomKey masks) {
    Map<String, long[]> shapes = shapes(inputs);
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
    Map<String, Boolean> names = new LinkedHashMap<>();
    names.put(loss, true);
    for (Parameter parameter : executable.parameters()) {
      String gradient = gradientOf(parameter.name());
      if (parameter.kind() != ParameterKind.EMBEDDING && backward.hasVariable(gradient)) {
        names.put(gradient, true);
      }
    }
    executable.tiedTables().forEach(tied -> names.put(gradientOf(tied.matrix()), true));
    for (Lookup lookup : executable.lookups()) {
      names.put(gradientOf(lookup.rows()), true);
      names.put(lookup.ids(), true);
    }
    return List.copyOf(names.keySet());
  }

  private String gradientOf(String name) {
    var gradient = backward.grad(name);
    return gradient == null ? name + "-grad" : gradient.name();
  }

  private SameDiff backward() {
    if (backward == null) {
      List<String> extra = new ArrayList<>();
      executable.lookups().forEach(lookup -> extra.add(lookup.rows()));
      executable.tiedTables().forEach(tied -> extra.add(tied.matrix()));
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
