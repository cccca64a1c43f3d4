package org.transformerzoo.zoo.execution.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Trades time for memory (Chen et al., 2016, "Training Deep Nets with Sublinear Memory Cost"): of
 * the forward pass only those values are kept through which everything that follows must go, such
 * as the output of a layer; what lies between two of them is computed again when the backward pass
 * comes to it. The same kernels on the same numbers give the same gradients, bit for bit.
 */
final class Checkpointing {

  private final List<Operation> forward;
  private final Map<Tensor, Integer> lastUse = new HashMap<>();
  private final Set<Tensor> learned = new HashSet<>();
  private final Map<Tensor, Integer> segments = new HashMap<>();
  private final List<List<Operation>> parts = new ArrayList<>();

  private Checkpointing(List<Operation> forward) {
    this.forward = forward;
    Definitions definitions = new Definitions(forward, List.of());
    for (int step = 0; step < forward.size(); step++) {
      for (Tensor input : forward.get(step).inputs()) {
        lastUse.put(input.root(), step);
      }
      for (Tensor output : forward.get(step).outputs()) {
        if (definitions.isLearned(output)) {
          learned.add(output.root());
        }
      }
    }
    split();
  }

  /** A program of {@code forward} and {@code backward} that keeps little in between. */
  static Program apply(
      List<Operation> forward, List<Operation> backward, Map<String, Tensor> outputs) {
    return new Program(new Checkpointing(forward).recomputing(backward), outputs)
        .withoutDeadParts();
  }

  /** Cuts the forward pass wherever a single learned value is all that later steps read of it. */
  private void split() {
    Set<Tensor> live = new HashSet<>();
    List<Operation> part = new ArrayList<>();
    for (int step = 0; step < forward.size(); step++) {
      int now = step;
      Operation operation = forward.get(step);
      part.add(operation);
      operation.outputs().stream().map(Tensor::root).filter(learned::contains).forEach(live::add);
      live.removeIf(tensor -> lastUse.getOrDefault(tensor, -1) <= now);
      if (live.size() == 1) {
        close(part, live);
        part = new ArrayList<>();
      }
    }
    // What comes last is needed at once; computing it again would save nothing.
  }

  private void close(List<Operation> part, Set<Tensor> kept) {
    for (Operation operation : part) {
      for (Tensor output : operation.outputs()) {
        if (isInner(output.root(), operation, kept)) {
          segments.put(output.root(), parts.size());
        }
      }
    }
    parts.add(part);
  }

  /** Whether a value may be computed again: it is of the network, or a random mask. */
  private boolean isInner(Tensor tensor, Operation operation, Set<Tensor> kept) {
    boolean drawn = operation instanceof MaskDraw;
    return (drawn || learned.contains(tensor)) && !kept.contains(tensor);
  }

  private List<Operation> recomputing(List<Operation> backward) {
    List<Operation> result = new ArrayList<>(forward);
    Map<Integer, Map<Tensor, Tensor>> copies = new HashMap<>();
    for (Operation operation : backward) {
      for (Tensor input : operation.inputs()) {
        Integer segment = segments.get(input.root());
        if (segment != null && !copies.containsKey(segment)) {
          copies.put(segment, recompute(segment, result));
        }
      }
      result.add(operation.on(tensor -> copy(tensor, copies)));
    }
    return result;
  }

  /** Emits the operations of a segment once more, on new tensors. */
  private Map<Tensor, Tensor> recompute(int segment, List<Operation> result) {
    Map<Tensor, Tensor> fresh = new HashMap<>();
    for (Operation operation : parts.get(segment)) {
      if (operation.outputs().stream().anyMatch(output -> segments.containsKey(output.root()))) {
        for (Tensor output : operation.outputs()) {
          Tensor root = output.root();
          fresh.put(root, new Tensor(root.name(), root.type(), root.shape(), root.place()));
        }
        result.add(operation.on(tensor -> replace(tensor, fresh)));
      }
    }
    return fresh;
  }

  private Tensor copy(Tensor tensor, Map<Integer, Map<Tensor, Tensor>> copies) {
    Integer segment = segments.get(tensor.root());
    return segment == null || !copies.containsKey(segment)
        ? tensor
        : replace(tensor, copies.get(segment));
  }

  private static Tensor replace(Tensor tensor, Map<Tensor, Tensor> fresh) {
    Tensor root = fresh.get(tensor.root());
    return root == null ? tensor : root.view(tensor.shape());
  }
}
