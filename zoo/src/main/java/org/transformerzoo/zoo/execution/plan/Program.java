package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Operations in the order in which they run, and what is wanted of them.
 *
 * @param operations the operations
 * @param outputs the results by name
 */
record Program(List<Operation> operations, Map<String, Tensor> outputs) {

  Program {
    operations = List.copyOf(operations);
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** Without the operations that neither an output nor a parameter's gradient depends on. */
  Program withoutDeadParts() {
    Set<Tensor> wanted = roots(outputs.values());
    Deque<Operation> kept = new ArrayDeque<>();
    List<Operation> reversed = new ArrayList<>(operations);
    Collections.reverse(reversed);
    for (Operation operation : reversed) {
      if (operation.outputs().stream().anyMatch(output -> isWanted(output.root(), wanted))) {
        wanted.addAll(roots(operation.inputs()));
        kept.addFirst(operation);
      }
    }
    return new Program(List.copyOf(kept), outputs);
  }

  /** The index of the first operation that reads one of {@code inputs}, or how many there are. */
  int firstReading(Set<String> inputs) {
    int index = 0;
    while (index < operations.size() && !reads(operations.get(index), inputs)) {
      index++;
    }
    return index;
  }

  private static boolean reads(Operation operation, Set<String> inputs) {
    return operation.inputs().stream()
        .anyMatch(
            tensor ->
                tensor.root().place() instanceof Place.Input input
                    && inputs.contains(input.name()));
  }

  /** Whether an operation from {@code index} on writes the output called {@code name}. */
  boolean writesAfter(int index, String name) {
    Tensor output = outputs.get(name).root();
    return operations.subList(index, operations.size()).stream()
        .flatMap(operation -> operation.outputs().stream())
        .anyMatch(tensor -> tensor.root().equals(output));
  }

  private static boolean isWanted(Tensor root, Set<Tensor> wanted) {
    return root.place() instanceof Place.ParameterGradient || wanted.contains(root);
  }

  private static Set<Tensor> roots(Collection<Tensor> tensors) {
    Set<Tensor> roots = new HashSet<>();
    tensors.forEach(tensor -> roots.add(tensor.root()));
    return roots;
  }
}
