package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.parameter.FlatParameters;

/** A compiled plan bound to one arena: a flat list of native calls. One thread at a time. */
final class Plan implements AutoCloseable {

  /** Kept, because calls hold addresses of its constants. */
  private final CompiledPlan compiled;

  private final Map<String, INDArray> inputs = new HashMap<>();
  private final Map<String, INDArray> outputs = new HashMap<>();
  private final List<Call> calls = new ArrayList<>();

  Plan(
      CompiledPlan compiled,
      Arena arena,
      FlatParameters parameters,
      Kernels kernels,
      Scratch scratch,
      Optional<PackedWeights> packed) {
    this.compiled = compiled;
    Memory memory = new Memory(compiled.memory(), arena, parameters, kernels, scratch, packed);
    compiled.memory().inputs().forEach(input -> inputs.put(input.name(), memory.array(input)));
    compiled.program().outputs().forEach((name, value) -> outputs.put(name, memory.array(value)));
    compiled.program().operations().forEach(operation -> calls.add(operation.bind(memory)));
  }

  /** Copies {@code values} in, as far as the plan reads them, and runs. */
  void run(Map<String, INDArray> values, Run run) {
    inputs.forEach((name, array) -> array.assign(values.get(name)));
    run(0, calls.size(), run);
  }

  /** Copies those of {@code values} in that the plan reads; the others stay what they were. */
  void write(Map<String, INDArray> values) {
    inputs.forEach(
        (name, array) -> {
          if (values.containsKey(name)) {
            array.assign(values.get(name));
          }
        });
  }

  /** Runs the calls from {@code first} to before {@code end}. */
  void run(int first, int end, Run run) {
    calls.subList(first, end).forEach(call -> call.run(run));
  }

  /** Where the input called {@code name} is written, which the plan reads. */
  INDArray input(String name) {
    return inputs.get(name);
  }

  /** What is bound. */
  CompiledPlan compiled() {
    return compiled;
  }

  /** The calls in the order of the program's operations. */
  List<Call> calls() {
    return calls;
  }

  /** The result called {@code name}; the next run overwrites it. */
  INDArray output(String name) {
    return outputs.get(name);
  }

  @Override
  public void close() {
    calls.forEach(Call::close);
    calls.clear();
  }
}
