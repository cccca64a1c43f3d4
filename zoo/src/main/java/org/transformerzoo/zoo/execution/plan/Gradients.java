package org.transformerzoo.zoo.execution.plan;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.transformerzoo.zoo.parameter.Parameter;

/**
 * The gradients known so far while a program is differentiated, from its end to its start. The
 * gradient of a parameter is the parameter's segment of the flat buffer; other gradients are values
 * of the program.
 */
final class Gradients {

  /**
   * Where to write a contribution to a gradient.
   *
   * @param tensor in the shape of the value
   * @param accumulate whether to add to what it holds
   */
  record Target(Tensor tensor, boolean accumulate) {}

  private final List<Operation> operations;
  private final Predicate<String> trainable;
  private final Set<Tensor> wanted;
  private final Set<Tensor> needed = new HashSet<>();
  private final Map<Tensor, Tensor> pending = new HashMap<>();
  private final Map<Tensor, Integer> holders = new HashMap<>();
  private final Set<Tensor> forward = new HashSet<>();
  private final boolean replace;
  private final Set<String> written = new HashSet<>();

  /**
   * No gradient is known.
   *
   * @param operations the forward operations, behind which gradient operations are added
   * @param trainable the names of parameters whose gradients are wanted
   * @param wanted other values whose gradients are wanted, and are kept
   * @param replace whether what the flat buffer holds is replaced; else it is added to
   */
  Gradients(
      List<Operation> operations,
      Predicate<String> trainable,
      Collection<Tensor> wanted,
      boolean replace) {
    this.operations = operations;
    this.replace = replace;
    this.trainable = trainable;
    this.wanted = wanted.stream().map(Tensor::root).collect(Collectors.toUnmodifiableSet());
    needed.addAll(this.wanted);
    for (Operation operation : operations) {
      operation.outputs().forEach(output -> forward.add(output.root()));
      if (operation.inputs().stream().anyMatch(this::needed)) {
        operation.outputs().stream()
            .filter(output -> output.type() == DataType.FLOAT)
            .forEach(output -> needed.add(output.root()));
      }
    }
  }

  /** Whether {@code value} leads to something whose gradient is wanted. */
  boolean needed(Tensor value) {
    Tensor root = value.root();
    if (root.place() instanceof Place.ParameterValue parameter) {
      return trainable.test(parameter.name());
    }
    return needed.contains(root);
  }

  /** The gradient of {@code value} in its shape, null where the loss does not depend on it. */
  Tensor of(Tensor value) {
    Tensor gradient = pending.get(value.root());
    return gradient == null ? null : gradient.view(value.shape());
  }

  /** The operations so far. */
  List<Operation> operations() {
    return operations;
  }

  /** Appends {@code operation}. */
  void emit(Operation operation) {
    operations.add(operation);
  }

  /** Adds {@code gradient}, which has the shape of {@code value}, to the gradient of it. */
  void add(Tensor value, Tensor gradient) {
    if (!needed(value)) {
      return;
    }
    Tensor root = value.root();
    Tensor shaped = gradient.view(root.shape());
    if (root.place() instanceof Place.ParameterValue) {
      Target sum = parameterGradient(root);
      emit(
          sum.accumulate()
              ? new Add(sum.tensor(), shaped, sum.tensor())
              : new Copy(shaped, sum.tensor()));
      return;
    }
    Tensor known = pending.get(root);
    if (known == null) {
      hold(root, shaped);
      return;
    }
    Tensor sum = isExclusive(known) ? known : Tensor.computed("d " + root.name(), root.shape());
    emit(new Add(known, shaped, sum));
    forget(root);
    hold(root, sum);
  }

  /** Where the next contribution to the gradient of {@code value} may be written directly. */
  Target target(Tensor value) {
    Tensor root = value.root();
    if (root.place() instanceof Place.ParameterValue) {
      Target sum = parameterGradient(root);
      return new Target(sum.tensor().view(value.shape()), sum.accumulate());
    }
    Tensor known = pending.get(root);
    if (known == null) {
      Tensor fresh = Tensor.computed("d " + root.name(), root.shape());
      hold(root, fresh);
      return new Target(fresh.view(value.shape()), false);
    }
    if (!isExclusive(known)) {
      Tensor copy = Tensor.computed("d " + root.name(), root.shape());
      emit(new Copy(known, copy));
      forget(root);
      hold(root, copy);
      known = copy;
    }
    return new Target(known.view(value.shape()), true);
  }

  /**
   * A tensor that may take what is computed entry by entry from the gradient of {@code value}: that
   * gradient itself if nothing else reads it, else a new one.
   */
  Tensor overwritable(Tensor value) {
    Tensor known = of(value);
    return isExclusive(known) ? known : Tensor.computed("d before " + value.name(), value.shape());
  }

  /** Forgets the gradient of {@code value}, unless wanted, after all that needs it was emitted. */
  void release(Tensor value) {
    if (!wanted.contains(value.root())) {
      forget(value.root());
    }
  }

  private void forget(Tensor root) {
    Tensor gradient = pending.remove(root);
    if (gradient != null) {
      holders.merge(gradient.root(), -1, Integer::sum);
    }
  }

  private void hold(Tensor root, Tensor gradient) {
    pending.put(root, gradient);
    holders.merge(gradient.root(), 1, Integer::sum);
  }

  /** Whether nothing else reads {@code gradient} any more, so that it may be changed. */
  private boolean isExclusive(Tensor gradient) {
    Tensor root = gradient.root();
    return root.place() instanceof Place.Computed
        && !forward.contains(root)
        && holders.get(root) == 1;
  }

  /** Sets the gradient of {@code parameter} to zero if no operation so far writes it. */
  void clearUnlessWritten(Parameter parameter) {
    if (written.add(parameter.name())) {
      emit(new Fill(gradientOf(parameter.name(), parameter.dimensions()), 0f));
    }
  }

  private Target parameterGradient(Tensor parameter) {
    String name = ((Place.ParameterValue) parameter.place()).name();
    boolean first = written.add(name);
    return new Target(gradientOf(name, parameter.shape()), !(replace && first));
  }

  private static Tensor gradientOf(String name, long[] shape) {
    return new Tensor("d " + name, DataType.FLOAT, shape, new Place.ParameterGradient(name));
  }
}
