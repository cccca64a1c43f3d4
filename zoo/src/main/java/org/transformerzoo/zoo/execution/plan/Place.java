package org.transformerzoo.zoo.execution.plan;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Where the bytes of a {@link Tensor} are. */
sealed interface Place {

  /** In the flat buffer of parameter values, at the segment called {@code name}. */
  record ParameterValue(String name) implements Place {}

  /** In the flat buffer of gradients, at the segment called {@code name}. */
  record ParameterGradient(String name) implements Place {}

  /** In the arena, written before a run from the input called {@code name}. */
  record Input(String name) implements Place {}

  /** Known when the plan is compiled; dense and in 'c' order. */
  record Constant(INDArray value) implements Place {}

  /** In the arena, written by an operation. */
  record Computed() implements Place {}

  /** The bytes of another tensor under another shape. */
  record View(Tensor of) implements Place {}
}
