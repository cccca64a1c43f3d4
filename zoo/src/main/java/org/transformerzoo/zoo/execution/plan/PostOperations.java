package org.transformerzoo.zoo.execution.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_binary;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_sum;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** What a primitive of oneDNN does with each entry of its result before it writes it. */
final class PostOperations implements AutoCloseable {

  private final dnnl_post_ops handle;
  private final Map<Integer, Tensor> operands = new LinkedHashMap<>();
  private int count;

  /** Nothing. */
  PostOperations() {
    try (PointerPointer<Pointer> result = new PointerPointer<>(1)) {
      OneDnn.check(dnnl_post_ops_create(result));
      handle = new dnnl_post_ops(result.get(0));
    }
  }

  dnnl_post_ops handle() {
    return handle;
  }

  /** The tensors that the operations read, by the argument that takes each. */
  Map<Integer, Tensor> operands() {
    return operands;
  }

  /** Multiplies with {@code factor}. */
  void scale(float factor) {
    elementwise(dnnl_eltwise_linear, factor, 0);
  }

  /** Adds what the result's bytes held before. */
  void accumulate() {
    OneDnn.check(dnnl_post_ops_append_sum(handle, 1f));
    count++;
  }

  /** Applies a function of oneDNN's. */
  void elementwise(int algorithm, float alpha, float beta) {
    OneDnn.check(dnnl_post_ops_append_eltwise(handle, 1f, algorithm, alpha, beta));
    count++;
  }

  /** Combines with the entries of {@code operand}, of the result's shape or broadcast to it. */
  void binary(int algorithm, dnnl_memory_desc_t layout, Tensor operand) {
    OneDnn.check(dnnl_post_ops_append_binary(handle, algorithm, layout));
    count++;
    operands.put(DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * count | DNNL_ARG_SRC_1, operand);
  }

  @Override
  public void close() {
    dnnl_post_ops_destroy(handle);
  }
}
