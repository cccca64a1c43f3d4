package org.transformerzoo.zoo.execution.plan;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.transformerzoo.zoo.execution.plan.HeadProduct.Operand;
import org.transformerzoo.zoo.execution.plan.OneDnnLoop.Step;

/** Attention by primitives of oneDNN, one sequence after the other. */
final class OneDnnAttention {

  private final OneDnnPrimitives primitives;

  OneDnnAttention(OneDnnPrimitives primitives) {
    this.primitives = primitives;
  }

  Call forward(Attention attention, Memory memory) {
    Tensor probabilities = attention.probabilities();
    List<Step> steps = new ArrayList<>();
    steps.add(
        scores(
            attention.query(),
            attention.key(),
            attention.scale(),
            perKey(attention).isPresent() ? Optional.empty() : attention.bias(),
            perKey(attention),
            probabilities)); // [heads, length, keys]
    steps.add(softmax(probabilities));
    Tensor factor = probabilities;
    if (attention.mask().isPresent()) {
      factor = attention.room().scores();
      steps.add(multiply(probabilities, attention.mask().get(), factor));
    }
    steps.add(
        product(
            Operand.scores(factor),
            Operand.tokens(attention.value()),
            Operand.tokens(attention.context()),
            1)); // [heads, length, depth]
    Call loop = new OneDnnLoop(attention.batch(), steps, memory);
    return perKey(attention)
        .map(bias -> (Call) new CallPair(divided(attention, bias, memory), loop))
        .orElse(loop);
  }

  Call gradient(AttentionGradient operation, Memory memory) {
    Attention forward = operation.forward();
    Tensor probabilities = forward.probabilities();
    Tensor scores = operation.scores();
    Operand dcontext = Operand.tokens(operation.dcontext());
    Tensor dropped = operation.dropped().orElse(probabilities);
    List<Step> steps = new ArrayList<>();
    forward.mask().ifPresent(mask -> steps.add(multiply(probabilities, mask, dropped)));
    steps.add(
        product(
            Operand.scores(dropped).transpose(), dcontext, Operand.tokens(operation.dvalue()), 1));
    steps.add(
        product(dcontext, Operand.tokens(forward.value()).transpose(), Operand.scores(scores), 1));
    forward.mask().ifPresent(mask -> steps.add(multiply(scores, mask, scores)));
    steps.add(
        new Step(
            primitives.softmaxGradient(false, rows(probabilities)),
            Map.of(
                DNNL_ARG_DST, probabilities,
                DNNL_ARG_DIFF_DST, scores,
                DNNL_ARG_DIFF_SRC, scores)));
    float scale = forward.scale();
    steps.add(
        product(
            Operand.scores(scores),
            Operand.tokens(forward.key()),
            Operand.tokens(operation.dquery()),
            scale));
    steps.add(
        product(
            Operand.scores(scores).transpose(),
            Operand.tokens(forward.query()),
            Operand.tokens(operation.dkey()),
            scale));
    return new OneDnnLoop(forward.batch(), steps, memory);
  }

  /** softmax(scale·query·keyᵀ + bias). */
  Call probabilities(AttentionProbabilities attention, Memory memory) {
    Tensor probabilities = attention.probabilities();
    Step scores =
        scores(
            attention.query(),
            attention.key(),
            attention.scale(),
            attention.bias(),
            Optional.empty(),
            probabilities);
    int batch = Math.toIntExact(probabilities.size(0));
    return new OneDnnLoop(batch, List.of(scores, softmax(probabilities)), memory);
  }

  private Step softmax(Tensor probabilities) {
    return new Step(
        primitives.softmax(false, rows(probabilities)),
        Map.of(DNNL_ARG_SRC, probabilities, DNNL_ARG_DST, probabilities));
  }

  /**
   * scale·(query·keyᵀ + before) + after.
   *
   * @param after each size that of the scores or 1
   * @param before [batch, 1, 1, keys]
   */
  private Step scores(
      Tensor query,
      Tensor key,
      float scale,
      Optional<Tensor> after,
      Optional<Tensor> before,
      Tensor result) {
    Operand queries = Operand.tokens(query);
    Operand keys = Operand.tokens(key).transpose();
    Operand scores = Operand.scores(result);
    try (PostOperations post = new PostOperations()) {
      if (scale != 1) {
        post.scale(scale);
      }
      after.ifPresent(bias -> post.binary(dnnl_binary_add, OneDnn.dense(one(bias)), bias));
      Map<Integer, Tensor> tensors = tensors(queries, keys, scores, post);
      before.ifPresent(bias -> tensors.put(DNNL_ARG_BIAS, bias));
      dnnl_memory_desc_t bias = before.map(tensor -> OneDnn.dense(one(tensor))).orElse(null);
      return new Step(
          primitives.matmul(layout(queries), layout(keys), bias, layout(scores), post), tensors);
    }
  }

  /** Room for a bias of each key, the same for all heads and queries, which the product adds. */
  private static Optional<Tensor> perKey(Attention attention) {
    return attention
        .bias()
        .filter(bias -> bias.size(1) == 1 && bias.size(2) == 1)
        .flatMap(bias -> attention.room().bias());
  }

  /** The product scales after it has added. */
  private static Call divided(Attention attention, Tensor result, Memory memory) {
    FloatBuffer bias = memory.buffer(attention.bias().orElseThrow());
    FloatBuffer divided = memory.buffer(result);
    float scale = attention.scale();
    return run -> {
      for (int i = 0; i < bias.capacity(); i++) {
        // Finite, so that a sequence of padding alone has probabilities.
        divided.put(i, Math.max(-Float.MAX_VALUE, bias.get(i) / scale));
      }
    };
  }

  private Step product(Operand a, Operand b, Operand c, float scale) {
    try (PostOperations post = new PostOperations()) {
      if (scale != 1) {
        post.scale(scale);
      }
      return new Step(
          primitives.matmul(layout(a), layout(b), null, layout(c), post), tensors(a, b, c, post));
    }
  }

  private static Map<Integer, Tensor> tensors(
      Operand a, Operand b, Operand c, PostOperations post) {
    Map<Integer, Tensor> tensors = new HashMap<>(post.operands());
    tensors.put(DNNL_ARG_SRC, a.tensor());
    tensors.put(DNNL_ARG_WEIGHTS, b.tensor());
    tensors.put(DNNL_ARG_DST, c.tensor());
    return tensors;
  }

  private Step multiply(Tensor left, Tensor right, Tensor result) {
    return new Step(
        primitives.binary(dnnl_binary_mul, left.length() / left.size(0)),
        Map.of(DNNL_ARG_SRC_0, left, DNNL_ARG_SRC_1, right, DNNL_ARG_DST, result));
  }

  /** The matrices of all heads of one sequence, [1, heads, rows, columns]. */
  private static dnnl_memory_desc_t layout(Operand operand) {
    return OneDnn.strided(ofOneSequence(operand.sizes()), operand.strides());
  }

  /** The rows of one sequence's scores. */
  private static dnnl_memory_desc_t rows(Tensor scores) {
    return OneDnn.dense(scores.size(1) * scores.size(2), scores.size(3));
  }

  private static long[] one(Tensor tensor) {
    return ofOneSequence(tensor.shape());
  }

  /** With a batch of one: oneDNN adds a bias that is the same for all heads fast in rank 4 only. */
  private static long[] ofOneSequence(long[] sizes) {
    long[] one = sizes.clone();
    one[0] = 1;
    return one;
  }
}
