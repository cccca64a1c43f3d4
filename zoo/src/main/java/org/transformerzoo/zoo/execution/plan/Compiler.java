package org.transformerzoo.zoo.execution.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.transformerzoo.zoo.execution.ExecutableGraph;

/** Turns a graph into plans, one for each {@link PlanKey}. Not safe for use by several threads. */
final class Compiler {

  private static final Logger LOG = LoggerFactory.getLogger(Compiler.class);

  private static final long PERCENT = 100;

  /** Name of the input that takes the weight of a micro-batch. */
  static final String WEIGHT = "weight of the gradient";

  private final ExecutableGraph executable;
  private final PlanOptions options;
  private final Kernels kernels;
  private final GradientRules rules = new GradientRules();

  Compiler(ExecutableGraph executable, PlanOptions options, Kernels kernels) {
    this.kernels = kernels;
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
          new GraphReader(executable, key.dimensions(), key.gradient(), rules, inference);
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      key.outputs().forEach(name -> outputs.put(name, reader.read(name)));
      Program forward =
          Fusion.fuse(new Program(reader.operations(), outputs), kernels, key.gradient());
      List<Operation> operations = reader.operations();
      operations.clear();
      operations.addAll(forward.operations());
      Program program =
          key.gradient()
              ? gradient(operations, outputs, outputs.get(executable.loss().orElseThrow()))
              : forward;
      MemoryPlan memory = MemoryPlan.of(program);
      checkSize(key, memory.bytes());
      return new CompiledPlan(key, program, memory);
    }
  }

  private Program gradient(List<Operation> operations, Map<String, Tensor> outputs, Tensor loss) {
    List<Operation> forward = List.copyOf(operations);
    Tensor weight = new Tensor(WEIGHT, DataType.FLOAT, loss.shape(), new Place.Input(WEIGHT));
    Differentiation.append(operations, loss, weight, options.trainable());
    Program kept = new Program(operations, outputs).withoutDeadParts();
    if (!options.checkpointing()) {
      return kept;
    }
    List<Operation> backward = operations.subList(forward.size(), operations.size());
    Program recomputing = Checkpointing.apply(forward, backward, outputs);
    long little = MemoryPlan.of(recomputing).bytes();
    long much = MemoryPlan.of(kept).bytes();
    LOG.info(
        "Gradient checkpointing: {} bytes instead of {}, {} % saved",
        little, much, PERCENT * (much - little) / much);
    return recomputing;
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
