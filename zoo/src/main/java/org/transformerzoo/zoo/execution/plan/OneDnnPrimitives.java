package org.transformerzoo.zoo.execution.plan;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_binary_desc_t;
import org.bytedeco.dnnl.dnnl_eltwise_desc_t;
import org.bytedeco.dnnl.dnnl_inner_product_desc_t;
import org.bytedeco.dnnl.dnnl_layer_normalization_desc_t;
import org.bytedeco.dnnl.dnnl_matmul_desc_t;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_softmax_desc_t;
import org.bytedeco.javacpp.Pointer;
import org.transformerzoo.zoo.config.Activation;

/** Makes primitives of oneDNN for tensors of given layouts. The caller closes them. */
final class OneDnnPrimitives {

  /** An elementwise function of oneDNN's with its parameter. */
  private record Function(int algorithm, float alpha) {}

  private static final float SIGMOID_GELU = 1.702f;

  private final OneDnn library;
  private final Map<Activation, Function> functions = functions();

  OneDnnPrimitives(OneDnn library) {
    this.library = library;
  }

  private static Map<Activation, Function> functions() {
    Map<Activation, Function> functions = new HashMap<>();
    functions.put(Activation.GELU, new Function(dnnl_eltwise_gelu_erf, 0));
    functions.put(Activation.GELU_TANH, new Function(dnnl_eltwise_gelu_tanh, 0));
    functions.put(Activation.GELU_SIGMOID, new Function(dnnl_eltwise_swish, SIGMOID_GELU));
    functions.put(Activation.SILU, new Function(dnnl_eltwise_swish, 1));
    functions.put(Activation.RELU, new Function(dnnl_eltwise_relu, 0));
    functions.put(Activation.TANH, new Function(dnnl_eltwise_tanh, 0));
    functions.put(Activation.SIGMOID, new Function(dnnl_eltwise_logistic, 0));
    return Map.copyOf(functions);
  }

  /** Whether there is a primitive for {@code activation}. */
  boolean has(Activation activation) {
    return functions.containsKey(activation);
  }

  /** Appends {@code activation} to {@code post}. */
  void append(Activation activation, PostOperations post) {
    Function function = functions.get(activation);
    post.elementwise(function.algorithm(), function.alpha(), 0);
  }

  /** x·weightᵀ + bias, with the weight in its own layout, [out, in]. */
  OneDnnPrimitive innerProduct(Linear operation, dnnl_memory_desc_t result, PostOperations post) {
    dnnl_inner_product_desc_t product = new dnnl_inner_product_desc_t();
    OneDnn.check(
        dnnl_inner_product_forward_desc_init(
            product,
            dnnl_forward_inference,
            OneDnn.dense(operation.rows(), operation.in()),
            OneDnn.dense(operation.out(), operation.in()),
            operation.bias().map(bias -> OneDnn.dense(operation.out())).orElse(null),
            result));
    return OneDnnPrimitive.create(library, product, post, null);
  }

  /**
   * a·b + bias.
   *
   * @param bias each size that of the result or 1, null for none
   */
  OneDnnPrimitive matmul(
      dnnl_memory_desc_t a,
      dnnl_memory_desc_t b,
      dnnl_memory_desc_t bias,
      dnnl_memory_desc_t c,
      PostOperations post) {
    dnnl_matmul_desc_t operation = new dnnl_matmul_desc_t();
    OneDnn.check(dnnl_matmul_desc_init(operation, a, b, bias, c));
    return OneDnnPrimitive.create(library, operation, post, null);
  }

  /** From one layout, or type, to another. */
  OneDnnPrimitive reorder(dnnl_memory_desc_t from, dnnl_memory_desc_t to) {
    return OneDnnPrimitive.reorder(library, from, to);
  }

  /**
   * oneDNN's name for its product of bfloat16 matrices of {@code size} rows and columns; empty if
   * there is none.
   */
  Optional<String> bfloat16Product(long size) {
    dnnl_memory_desc_t operand = OneDnn.bfloat16(size, size, false);
    try (PostOperations none = new PostOperations();
        OneDnnPrimitive product = matmul(operand, operand, null, OneDnn.dense(size, size), none)) {
      return Optional.of(product.implementation());
    } catch (IllegalStateException e) { // it is not implemented for this processor
      return Optional.empty();
    }
  }

  /** Over the rows of a matrix. */
  OneDnnPrimitive softmax(boolean logarithm, dnnl_memory_desc_t layout) {
    dnnl_softmax_desc_t operation = new dnnl_softmax_desc_t();
    OneDnn.check(
        logarithm
            ? dnnl_logsoftmax_forward_desc_init(operation, dnnl_forward_training, layout, 1)
            : dnnl_softmax_forward_desc_init(operation, dnnl_forward_training, layout, 1));
    return primitive(operation, null);
  }

  /** The gradient of {@link #softmax}. */
  OneDnnPrimitive softmaxGradient(boolean logarithm, dnnl_memory_desc_t layout) {
    dnnl_softmax_desc_t gradient = new dnnl_softmax_desc_t();
    OneDnn.check(
        logarithm
            ? dnnl_logsoftmax_backward_desc_init(gradient, layout, layout, 1)
            : dnnl_softmax_backward_desc_init(gradient, layout, layout, 1));
    try (OneDnnPrimitive forward = softmax(logarithm, layout)) {
      return primitive(gradient, forward);
    }
  }

  OneDnnPrimitive layerNorm(LayerNorm norm) {
    dnnl_layer_normalization_desc_t operation = new dnnl_layer_normalization_desc_t();
    OneDnn.check(
        dnnl_layer_normalization_forward_desc_init(
            operation,
            dnnl_forward_training,
            OneDnn.dense(norm.x().shape()),
            OneDnn.dense(norm.mean().shape()),
            norm.epsilon(),
            dnnl_use_scale | dnnl_use_shift));
    return primitive(operation, null);
  }

  /** The gradient of {@link #layerNorm}. */
  OneDnnPrimitive layerNormGradient(LayerNorm norm) {
    dnnl_memory_desc_t layout = OneDnn.dense(norm.x().shape());
    dnnl_layer_normalization_desc_t gradient = new dnnl_layer_normalization_desc_t();
    OneDnn.check(
        dnnl_layer_normalization_backward_desc_init(
            gradient,
            dnnl_backward,
            layout,
            layout,
            OneDnn.dense(norm.mean().shape()),
            norm.epsilon(),
            dnnl_use_scale | dnnl_use_shift));
    try (OneDnnPrimitive forward = layerNorm(norm)) {
      return primitive(gradient, forward);
    }
  }

  OneDnnPrimitive activation(Activation activation, long... shape) {
    Function function = functions.get(activation);
    dnnl_eltwise_desc_t operation = new dnnl_eltwise_desc_t();
    OneDnn.check(
        dnnl_eltwise_forward_desc_init(
            operation,
            dnnl_forward_training,
            function.algorithm(),
            OneDnn.dense(shape),
            function.alpha(),
            0));
    return primitive(operation, null);
  }

  /** The gradient of {@link #activation}. */
  OneDnnPrimitive activationGradient(Activation activation, long... shape) {
    Function function = functions.get(activation);
    dnnl_memory_desc_t layout = OneDnn.dense(shape);
    dnnl_eltwise_desc_t gradient = new dnnl_eltwise_desc_t();
    OneDnn.check(
        dnnl_eltwise_backward_desc_init(
            gradient, function.algorithm(), layout, layout, function.alpha(), 0));
    try (OneDnnPrimitive forward = activation(activation, shape)) {
      return primitive(gradient, forward);
    }
  }

  /** An operation on two tensors of {@code length} entries. */
  OneDnnPrimitive binary(int algorithm, long length) {
    dnnl_memory_desc_t layout = OneDnn.dense(length);
    dnnl_binary_desc_t operation = new dnnl_binary_desc_t();
    OneDnn.check(dnnl_binary_desc_init(operation, algorithm, layout, layout, layout));
    return primitive(operation, null);
  }

  /** {@code count} tensors of layout {@code one}, one after the other along {@code dimension}. */
  OneDnnPrimitive concatenation(
      dnnl_memory_desc_t one, int count, int dimension, dnnl_memory_desc_t result) {
    return OneDnnPrimitive.concatenation(library, one, count, dimension, result);
  }

  private OneDnnPrimitive primitive(Pointer operation, OneDnnPrimitive forward) {
    try (PostOperations none = new PostOperations()) {
      return OneDnnPrimitive.create(library, operation, none, forward);
    }
  }
}
