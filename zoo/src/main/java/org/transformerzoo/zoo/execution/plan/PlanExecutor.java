package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.execution.ForwardPass;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.InputCheck;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.execution.plan.PlanKey.Purpose;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;

/**
 * Runs a graph by plans: for each combination of input shapes the graph, forward and backward, is
 * compiled once to a flat list of native calls on one block of memory. Several threads may ask for
 * outputs at once; they share the parameters.
 *
 * <p>The executor owns the graph, to which it adds gradient operations.
 */
public final class PlanExecutor implements GraphExecutor {

  private static final RandomKey NO_MASKS = new RandomKey(0, "no masks", 0);

  private final ExecutableGraph executable;
  private final Compiler compiler;
  private final int limit;
  private final Map<PlanKey, CompiledPlan> compiled = new LinkedHashMap<>(16, 0.75f, true);
  private final Lanes lanes;
  private long compilations;

  /**
   * Binds the graph to {@code parameters}, whose values it reads and whose gradients it writes.
   *
   * @throws UnsupportedPrecisionException if the options demand one that this machine lacks
   */
  public PlanExecutor(ExecutableGraph executable, FlatParameters parameters, PlanOptions options) {
    this(executable, parameters, options, KernelLibrary.best());
  }

  /** An executor that computes with {@code kernels}. */
  PlanExecutor(
      ExecutableGraph executable, FlatParameters parameters, PlanOptions options, Kernels kernels) {
    this.executable = executable;
    for (Parameter parameter : executable.parameters()) {
      // SameDiff's gradient definitions ask the graph for the shapes of its variables.
      executable.graph().setArrayForVariable(parameter.name(), parameters.value(parameter.name()));
    }
    Precision precision =
        new PrecisionChoice(kernels, new ProductTiming(kernels, executable.parameters()))
            .of(options.precision());
    this.compiler =
        new Compiler(
            executable, parameters.parameters(), options.withPrecision(precision), kernels);
    this.limit = options.plans();
    Optional<PackedWeights> packed =
        options.fixedParameters() ? Optional.of(new PackedWeights()) : Optional.empty();
    this.lanes =
        new Lanes(
            options.lanes(), () -> new Lane(parameters, kernels, options.plans(), packed), packed);
  }

  /**
   * {@inheritDoc}
   *
   * @throws PlanTooLargeException if the inputs need more memory than the options allow
   */
  @Override
  public Map<String, INDArray> output(Map<String, INDArray> inputs, Collection<String> outputs) {
    return output(Purpose.OUTPUTS, inputs, outputs, NO_MASKS);
  }

  /**
   * {@inheritDoc}
   *
   * @throws PlanTooLargeException if the inputs need more memory than the options allow
   */
  @Override
  public Map<String, INDArray> output(
      Map<String, INDArray> inputs, Collection<String> outputs, RandomKey masks) {
    return output(Purpose.MASKED_OUTPUTS, inputs, outputs, masks);
  }

  private Map<String, INDArray> output(
      Purpose purpose, Map<String, INDArray> inputs, Collection<String> outputs, RandomKey masks) {
    return outsideOfWorkspaces(() -> outputHere(purpose, inputs, outputs, masks));
  }

  /**
   * What is allocated for plans and results outlives the workspaces of callers, such as those of
   * Deeplearning4j's threads.
   */
  @SuppressWarnings("try") // the scope is left at the end
  private static <T> T outsideOfWorkspaces(Supplier<T> work) {
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      return work.get();
    }
  }

  private Map<String, INDArray> outputHere(
      Purpose purpose, Map<String, INDArray> inputs, Collection<String> outputs, RandomKey masks) {
    Map<String, INDArray> checked = InputCheck.check(executable, inputs);
    CompiledPlan plan = compiled(PlanKey.of(purpose, outputs, checked));
    Lane lane = lanes.take();
    try {
      Plan bound = lane.plan(plan);
      bound.run(checked, new Run(masks));
      return copies(bound, outputs, name -> name);
    } finally {
      lanes.giveBack(lane);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws PlanTooLargeException if the inputs need more memory than the options allow
   */
  @Override
  public double accumulateGradients(Map<String, INDArray> inputs, double weight, RandomKey masks) {
    return gradients(Purpose.ADD_GRADIENTS, inputs, weight, masks);
  }

  /**
   * {@inheritDoc}
   *
   * @throws PlanTooLargeException if the inputs need more memory than the options allow
   */
  @Override
  public double computeGradients(Map<String, INDArray> inputs, double weight, RandomKey masks) {
    return gradients(Purpose.SET_GRADIENTS, inputs, weight, masks);
  }

  private double gradients(
      Purpose purpose, Map<String, INDArray> inputs, double weight, RandomKey masks) {
    return outsideOfWorkspaces(() -> gradientsHere(purpose, inputs, weight, masks));
  }

  private double gradientsHere(
      Purpose purpose, Map<String, INDArray> inputs, double weight, RandomKey masks) {
    String loss = lossOf(executable);
    Map<String, INDArray> values = new HashMap<>(InputCheck.check(executable, inputs));
    PlanKey key = PlanKey.of(purpose, List.of(loss), values);
    CompiledPlan plan = compiled(key.with(LabelCounts.of(executable.ranges(), values)));
    values.put(Compiler.WEIGHT, Nd4j.scalar(DataType.FLOAT, weight));
    Lane lane = lanes.take();
    try {
      Plan bound = lane.plan(plan);
      synchronized (this) { // after the lane, as in the second half of a paused plan
        bound.run(values, new Run(masks));
      }
      return bound.output(loss).getDouble(0);
    } finally {
      lanes.giveBack(lane);
    }
  }

  /**
   * {@inheritDoc} Until it is closed, the pass keeps one of the executor's lanes.
   *
   * @throws PlanTooLargeException if the inputs need more memory than the options allow
   */
  @Override
  public ForwardPass forward(
      Map<String, INDArray> inputs,
      Collection<String> outputs,
      Collection<String> open,
      RandomKey masks) {
    return outsideOfWorkspaces(() -> forwardHere(inputs, outputs, Set.copyOf(open), masks));
  }

  private ForwardPass forwardHere(
      Map<String, INDArray> inputs, Collection<String> outputs, Set<String> open, RandomKey masks) {
    String loss = lossOf(executable);
    Set<String> computed = new HashSet<>(outputs);
    computed.add(loss);
    Map<String, INDArray> checked = InputCheck.check(executable, inputs);
    CompiledPlan plan = compiled(PlanKey.of(Purpose.SET_GRADIENTS, computed, checked));
    Lane lane = lanes.take();
    Runnable giveBack = () -> lanes.giveBack(lane);
    try {
      return new PausedPlan(lane.plan(plan), checked, open, loss, new Run(masks), this, giveBack);
    } catch (RuntimeException | Error e) {
      giveBack.run();
      throw e;
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws PlanTooLargeException if the inputs need more memory than the options allow
   */
  @Override
  public Differentiated differentiate(
      Map<String, INDArray> inputs, Collection<String> outputs, Collection<String> lookups) {
    return outsideOfWorkspaces(() -> differentiateHere(inputs, outputs, lookups));
  }

  private Differentiated differentiateHere(
      Map<String, INDArray> inputs, Collection<String> outputs, Collection<String> lookups) {
    Map<String, INDArray> values = new HashMap<>(InputCheck.check(executable, inputs));
    List<String> computed = new ArrayList<>(outputs);
    computed.add(lossOf(executable));
    CompiledPlan plan = compiled(PlanKey.ofRows(computed, lookups, values));
    values.put(Compiler.WEIGHT, Nd4j.scalar(DataType.FLOAT, 1));
    Lane lane = lanes.take();
    try {
      Plan bound = lane.plan(plan);
      bound.run(values, new Run(NO_MASKS));
      return new Differentiated(
          copies(bound, outputs, name -> name), copies(bound, lookups, Compiler::gradientName));
    } finally {
      lanes.giveBack(lane);
    }
  }

  private static Map<String, INDArray> copies(
      Plan bound, Collection<String> names, UnaryOperator<String> inPlan) {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    names.forEach(name -> copies.put(name, bound.output(inPlan.apply(name)).dup('c')));
    return copies;
  }

  /** Frees the memory of all plans, that of runs under way as soon as they end. */
  @Override
  public void close() {
    lanes.close();
  }

  /**
   * How often a plan was compiled so far: once for each combination of shapes and outputs, and more
   * often where {@link PlanOptions#plans} is less than there are of them.
   */
  public long compilations() {
    synchronized (compiled) {
      return compilations;
    }
  }

  private CompiledPlan compiled(PlanKey key) {
    synchronized (compiled) {
      CompiledPlan plan = compiled.get(key);
      if (plan == null) {
        plan = compiler.compile(key);
        compilations++;
        if (compiled.size() >= limit) {
          compiled.remove(compiled.keySet().iterator().next());
        }
        compiled.put(key, plan);
      }
      return plan;
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
}
