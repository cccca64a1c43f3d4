package org.transformerzoo.zoo.execution.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.parameter.Parameter;

/** Turns a graph into plans, one for each {@link PlanKey}. Not safe for use by several threads. */
final class Compiler {

  private static final Logger LOG = LoggerFactory.getLogger(Compiler.class);

  private static final long PERCENT = 100;

  /** Name of the input that takes the weight of a micro-batch. */
  static final String WEIGHT = "weight of the gradient";

  /** The name under which a plan has the gradient of looked-up {@code rows}. */
  static String gradientName(String rows) {
    return "d " + rows;
  }

  private final ExecutableGraph executable;
  private final List<Parameter> parameters;
  private final PlanOptions options;
  private final Kernels kernels;
  private final GradientRules rules = new GradientRules();

  /** What checkpointing saves is told once for each plan that is larger than all before it. */
  private long largestReported;

  /**
   * A compiler for {@code executable}.
   *
   * @param parameters all that have a place in the flat buffers, the graph's among them
   */
  Compiler(
      ExecutableGraph executable,
      List<Parameter> parameters,
      PlanOptions options,
      Kernels kernels) {
    this.kernels = kernels;
    this.parameters = parameters;
    this.executable = executable;
    this.options = options;
  }

  /**
   * The plan for {@code key}.
   *
   * @throws PlanTooLargeException if it needs more memory than the options allow
   */
  CompiledPlan compile(PlanKey key) {
    try (ShapeInference inference = new ShapeInference()) {
      GraphReader reader =
          new GraphReader(executable, key.dimensions(), key.purpose().trains(), rules, inference);
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      key.outputs().forEach(name -> outputs.put(name, reader.read(name)));
      key.differentiated().forEach(name -> outputs.put(name, reader.read(name)));
      Program forward =
          Fusion.fuse(
              new Program(reader.operations(), outputs),
              kernels,
              key.purpose().trains(),
              key.labels());
      List<Operation> operations = reader.operations();
      operations.clear();
      operations.addAll(forward.operations());
      Program exact =
          switch (key.purpose()) {
            case OUTPUTS, MASKED_OUTPUTS -> forward;
            case ROW_GRADIENTS -> rowGradients(operations, outputs, key);
            case ADD_GRADIENTS, SET_GRADIENTS -> gradient(operations, outputs, key.purpose());
          };
      Program program =
          options.precision() == Precision.BFLOAT16 ? MixedPrecision.apply(exact) : exact;
      MemoryPlan memory = MemoryPlan.of(program);
      checkSize(key, memory.bytes());
      return new CompiledPlan(key, program, memory);
    }
  }

  private Program gradient(
      List<Operation> operations, Map<String, Tensor> outputs, PlanKey.Purpose purpose) {
    Tensor loss = outputs.get(executable.loss().orElseThrow());
    List<Operation> forward = List.copyOf(operations);
    Tensor weight = new Tensor(WEIGHT, DataType.FLOAT, loss.shape(), new Place.Input(WEIGHT));
    boolean replace = purpose == PlanKey.Purpose.SET_GRADIENTS;
    Gradients gradients = new Gradients(operations, options.trainable(), List.of(), replace);
    Differentiation.append(gradients, loss, weight);
    if (replace) {
      parameters.stream()
          .filter(parameter -> options.trainable().test(parameter.name()))
          .forEach(gradients::clearUnlessWritten);
    }
    Program kept = new Program(operations, outputs).withoutDeadParts();
    if (!options.checkpointing()) {
      return kept;
    }
    List<Operation> backward = operations.subList(forward.size(), operations.size());
    Program recomputing = Checkpointing.apply(forward, backward, outputs);
    long little = MemoryPlan.of(recomputing).bytes();
    long much = MemoryPlan.of(kept).bytes();
    if (much > largestReported) {
      largestReported = much;
      LOG.info(
          "Gradient checkpointing: {} bytes instead of {}, {} % saved",
          little, much, PERCENT * (much - little) / much);
    }
    return recomputing;
  }

  /**
   * The program that computes the outputs, and the gradients of rows under {@link #gradientName}.
   */
  private Program rowGradients(
      List<Operation> operations, Map<String, Tensor> values, PlanKey key) {
    List<Tensor> rows = key.differentiated().stream().map(values::get).toList();
    Tensor loss = values.get(executable.loss().orElseThrow());
    Tensor weight = new Tensor(WEIGHT, DataType.FLOAT, loss.shape(), new Place.Input(WEIGHT));
    Gradients gradients = new Gradients(operations, name -> false, rows, true);
    Differentiation.append(gradients, loss, weight);
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    key.outputs().forEach(name -> outputs.put(name, values.get(name)));
    key.differentiated()
        .forEach(name -> outputs.put(gradientName(name), gradientOf(values.get(name), gradients)));
    return new Program(operations, outputs).withoutDeadParts();
  }

  private static Tensor gradientOf(Tensor rows, Gradients gradients) {
    Tensor gradient = gradients.of(rows);
    if (gradient == null) { // the loss does not depend on them
      gradient = Tensor.computed(gradientName(rows.name()), rows.shape());
      gradients.emit(new Fill(gradient, 0f));
    }
    return gradient;
  }

  private void checkSize(PlanKey key, long bytes) {
    if (bytes > options.memoryLimit()) {
      throw new PlanTooLargeException(
          ("The plan for inputs of the shapes %s needs %,d bytes, %,d are allowed: use a smaller"
                  + " batch, with gradient accumulation if it is for training, shorter sequences,"
                  + " or gradient checkpointing")
              .formatted(key.shapes(), bytes, options.memoryLimit()),
          bytes);
    }
  }
}
