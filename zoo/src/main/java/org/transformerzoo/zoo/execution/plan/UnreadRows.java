package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Leaves out what nobody reads. Where all that follows looks at one position of each sequence, as a
 * head on the first token does, operations before it compute that position alone, so that of the
 * last layer of a transformer only keys and values are left for all; where a loss looks at few
 * positions, as that of masked words does, the head and what is behind the last attention compute
 * those. Results are the same but for rounding, and so are gradients, which are zero in the rows
 * left out.
 */
final class UnreadRows {

  private record Part(Tensor root, RowSelection selection) {}

  private final Program program;

  /** The rows whose label counts, by the tensor of all labels. */
  private final Map<Tensor, LabelledRows> labelled = new HashMap<>();

  /** What is read of each tensor, by its root: some rows, or all where there is none. */
  private final Map<Tensor, Optional<RowSelection>> reads = new HashMap<>();

  private final Map<Part, Tensor> parts = new HashMap<>();
  private final List<Operation> operations = new ArrayList<>();

  private UnreadRows(Program program) {
    this.program = program;
  }

  /**
   * {@code program} without the rows that are not read.
   *
   * @param labels how many rows have a label that counts, at most, by the name of the input that
   *     holds the labels; all may have one in inputs that are not there
   */
  static Program drop(Program program, Map<String, Long> labels) {
    return new UnreadRows(program).dropped(labels);
  }

  private Program dropped(Map<String, Long> labels) {
    program.operations().forEach(operation -> findLabels(operation, labels));
    program.outputs().values().forEach(this::readAll);
    List<Operation> reversed = new ArrayList<>(program.operations());
    Collections.reverse(reversed);
    reversed.forEach(this::read);
    program.operations().forEach(this::emit);
    return new Program(operations, program.outputs()).withoutDeadParts();
  }

  private void findLabels(Operation operation, Map<String, Long> counts) {
    if (operation instanceof CrossEntropy loss
        && loss.labels().root().place() instanceof Place.Input input
        && counts.containsKey(input.name())) {
      labelled.computeIfAbsent(
          loss.labels().root(),
          all -> {
            LabelledRows rows = LabelledRows.of(all.length(), counts.get(input.name()));
            operations.add(new FindLabelledRows(all, rows));
            return rows;
          });
    }
  }

  private Optional<LabelledRows> labelled(Operation operation) {
    return operation instanceof CrossEntropy loss
        ? Optional.ofNullable(labelled.get(loss.labels().root()))
        : Optional.empty();
  }

  /** Notes what {@code operation} reads, after all that reads its results. */
  private void read(Operation operation) {
    Map<Tensor, RowSelection> some = someRows(operation);
    for (Tensor input : operation.inputs()) {
      if (some.containsKey(input) && input.type() == DataType.FLOAT) {
        read(input, some.get(input));
      } else {
        readAll(input);
      }
    }
  }

  /** The inputs of which {@code operation} reads some rows only. */
  private Map<Tensor, RowSelection> someRows(Operation operation) {
    return OnePosition.readBy(operation)
        .<RowSelection>map(position -> position)
        .or(() -> labelled(operation))
        .map(selection -> Map.of(operation.inputs().get(0), selection))
        .or(() -> narrowed(operation).flatMap(rowwise -> rowwise.reads(selection(rowwise))))
        .orElse(Map.of());
  }

  private void read(Tensor tensor, RowSelection selection) {
    reads.merge(
        tensor.root(),
        Optional.of(selection),
        (one, other) -> one.equals(other) ? one : Optional.empty());
  }

  private void readAll(Tensor tensor) {
    reads.put(tensor.root(), Optional.empty());
  }

  /** {@code operation} if it is to compute some rows alone. */
  private Optional<Rowwise> narrowed(Operation operation) {
    return operation instanceof Rowwise rowwise
            && reads.getOrDefault(rowwise.result().root(), Optional.empty()).isPresent()
            && rowwise.reads(selection(rowwise)).isPresent()
        ? Optional.of(rowwise)
        : Optional.empty();
  }

  private RowSelection selection(Rowwise operation) {
    return reads.get(operation.result().root()).orElseThrow();
  }

  private void emit(Operation operation) {
    operations.add(
        narrowed(operation)
            .<Operation>map(this::narrow)
            .or(() -> labelled(operation).map(rows -> lossOf((CrossEntropy) operation, rows)))
            .or(() -> OnePosition.readBy(operation).flatMap(one -> known(operation, one)))
            .orElse(operation));
  }

  private Rowwise narrow(Rowwise operation) {
    RowSelection selection = selection(operation);
    Rowwise some = operation.at(selection, this::part);
    parts.put(new Part(operation.result().root(), selection), some.result());
    return some;
  }

  private CrossEntropy lossOf(CrossEntropy all, LabelledRows rows) {
    return all.of(part(all.logits(), rows), rows.labels());
  }

  /** What a slice reads, if it is there alone. */
  private Optional<Copy> known(Operation slice, OnePosition position) {
    return Optional.ofNullable(parts.get(new Part(slice.inputs().get(0).root(), position)))
        .map(one -> new Copy(one, slice.outputs().get(0)));
  }

  /** What {@code selection} takes of {@code all}, [count, width]. */
  private Tensor part(Tensor all, RowSelection selection) {
    long width = selection.width(all);
    Part part = new Part(all.root(), selection);
    if (!parts.containsKey(part)) {
      Tensor some = Tensor.computed(all.name(), selection.count(), width);
      operations.add(selection.copy(all, some));
      parts.put(part, some);
    }
    return parts.get(part).view(selection.count(), width);
  }
}
