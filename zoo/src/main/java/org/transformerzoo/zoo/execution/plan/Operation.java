package org.transformerzoo.zoo.execution.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One step of a program. It reads {@code inputs} and writes {@code outputs}; a tensor that it
 * changes is among both.
 *
 * <p>To add one: implement this interface in a new file of this package; let the reader put it in
 * the place of the operations that it replaces; and check {@link #differentiate} numerically.
 */
interface Operation {

  /** What it reads. */
  List<Tensor> inputs();

  /** What it writes. */
  List<Tensor> outputs();

  /**
   * Emits the operations that turn the gradient of the outputs into that of the inputs. All reads
   * of an output's gradient must be emitted before a gradient is added to an input.
   */
  void differentiate(Gradients gradients);

  /** The same operation on other tensors: those that {@code map} gives for its own. */
  Operation on(UnaryOperator<Tensor> map);

  /** The native call on the memory of one plan. */
  Call bind(Memory memory);
}
