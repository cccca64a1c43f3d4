package org.transformerzoo.zoo.execution.plan;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.Map;
import org.bytedeco.dnnl.dnnl_memory_desc_t;

/** oneDNN's products of bfloat16 matrices, which sum in float32. */
final class Bfloat16Products {

  private static final long PROBE = 64;

  private final OneDnnPrimitives primitives;

  Bfloat16Products(OneDnnPrimitives primitives) {
    this.primitives = primitives;
  }

  /** Whether they have machine code of their own; its reference code is slower by far. */
  boolean areFast() {
    return primitives
        .bfloat16Product(PROBE)
        .filter(implementation -> !implementation.startsWith("ref"))
        .isPresent();
  }

  /** From float32 to bfloat16. */
  Call convert(Conversion operation, Memory memory) {
    Tensor input = operation.input();
    long columns = input.rank() == 0 ? 1 : input.size(-1);
    long rows = input.length() / columns;
    return new OneDnnCall(
        primitives.reorder(OneDnn.dense(rows, columns), OneDnn.bfloat16(rows, columns, false)),
        Map.of(DNNL_ARG_FROM, input, DNNL_ARG_TO, operation.output()),
        memory);
  }

  /** The product of {@code operation} with its bias, and then {@code post}. */
  OneDnnPrimitive linear(Linear operation, dnnl_memory_desc_t result, PostOperations post) {
    return primitives.matmul(
        OneDnn.bfloat16(operation.rows(), operation.in(), false),
        operation.byInput()
            ? OneDnn.bfloat16(operation.in(), operation.out(), false)
            : OneDnn.bfloat16(operation.out(), operation.in(), true),
        operation.bias().map(bias -> OneDnn.dense(1, operation.out())).orElse(null),
        result,
        post);
  }

  /** a·b, written or added. */
  Call product(Product operation, Memory memory) {
    try (PostOperations post = new PostOperations()) {
      if (operation.accumulate()) {
        post.accumulate();
      }
      OneDnnPrimitive product =
          primitives.matmul(
              matrix(operation.a(), operation.transposeA()),
              matrix(operation.b(), operation.transposeB()),
              null,
              OneDnn.dense(operation.c().shape()),
              post);
      return new OneDnnCall(
          product,
          Map.of(
              DNNL_ARG_SRC, operation.a(),
              DNNL_ARG_WEIGHTS, operation.b(),
              DNNL_ARG_DST, operation.c()),
          memory);
    }
  }

  private static dnnl_memory_desc_t matrix(Tensor tensor, boolean transpose) {
    return OneDnn.bfloat16(tensor.size(0), tensor.size(1), transpose);
  }
}
