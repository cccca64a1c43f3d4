package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Leaves out what nobody reads: where all that follows looks at one position of each sequence, as a
 * head on the first token does, operations before it compute that position alone. Of the last layer
 * of a transformer only keys and values are left for all positions. Results are the same but for
 * rounding, and so are gradients, which are zero at the positions left out.
 */
final class UnreadPositions {

  private record Selected(Tensor root, OnePosition position) {}

  private final Program program;

  /** What is read of each tensor, by its root: one position, or all where there is none. */
  private final Map<Tensor, Optional<OnePosition>> reads = new HashMap<>();

  private final Map<Selected, Tensor> selected = new HashMap<>();
  private final List<Operation> operations = new ArrayList<>();

  private UnreadPositions(Program program) {
    this.program = program;
  }

  /** {@code program} without the positions that are not read. */
  static Program drop(Program program) {
    boolean worthwhile =
        program.operations().stream()
            .flatMap(operation -> OnePosition.readBy(operation).stream())
            .anyMatch(position -> position.length() > 1);
    return worthwhile ? new UnreadPositions(program).dropped() : program;
  }

  private Program dropped() {
    program.outputs().values().forEach(this::readAll);
    List<Operation> reversed = new ArrayList<>(program.operations());
    Collections.reverse(reversed);
    reversed.forEach(this::read);
    program.operations().forEach(this::emit);
    return new Program(operations, program.outputs()).withoutDeadParts();
  }

  /** Notes what {@code operation} reads, after all that reads its results. */
  private void read(Operation operation) {
    Optional<OnePosition> position = OnePosition.readBy(operation);
    if (position.isPresent()) {
      read(operation.inputs().get(0), position.get());
      return;
    }
    Map<Tensor, OnePosition> single =
        narrowed(operation)
            .flatMap(narrowed -> narrowed.reads(position(narrowed)))
            .orElse(Map.of());
    for (Tensor input : operation.inputs()) {
      if (single.containsKey(input) && input.type() == DataType.FLOAT) {
        read(input, single.get(input));
      } else {
        readAll(input);
      }
    }
  }

  private void read(Tensor tensor, OnePosition position) {
    reads.merge(
        tensor.root(),
        Optional.of(position),
        (one, other) -> one.equals(other) ? one : Optional.empty());
  }

  private void readAll(Tensor tensor) {
    reads.put(tensor.root(), Optional.empty());
  }

  /** {@code operation} if it is to compute one position alone. */
  private Optional<Positionwise> narrowed(Operation operation) {
    return operation instanceof Positionwise positionwise
            && reads.getOrDefault(positionwise.result().root(), Optional.empty()).isPresent()
            && positionwise.reads(position(positionwise)).isPresent()
        ? Optional.of(positionwise)
        : Optional.empty();
  }

  private OnePosition position(Positionwise operation) {
    return reads.get(operation.result().root()).orElseThrow();
  }

  private void emit(Operation operation) {
    Optional<Positionwise> narrowed = narrowed(operation);
    if (narrowed.isPresent()) {
      OnePosition position = position(narrowed.get());
      Positionwise one = narrowed.get().at(position, this::select);
      operations.add(one);
      selected.put(new Selected(narrowed.get().result().root(), position), one.result());
      return;
    }
    Optional<Tensor> known =
        OnePosition.readBy(operation)
            .map(position -> new Selected(operation.inputs().get(0).root(), position))
            .map(selected::get);
    operations.add(
        known.<Operation>map(one -> new Copy(one, operation.outputs().get(0))).orElse(operation));
  }

  /** {@code all} at one position, [sequences, width]. */
  private Tensor select(Tensor all, OnePosition position) {
    long width = position.width(all);
    return selected
        .computeIfAbsent(
            new Selected(all.root(), position),
            key -> {
              Tensor one = Tensor.computed(all.name(), position.sequences(), width);
              operations.add(new SelectPosition(all, position, one));
              return one;
            })
        .view(position.sequences(), width);
  }
}
