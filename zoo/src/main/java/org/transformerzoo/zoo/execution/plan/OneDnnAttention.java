package org.transformerzoo.zoo.execution.plan;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
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
    steps.add(scores(attention)); // [heads, length, keys]
    steps.add(
        new Step(
            primitives.softmax(false, rows(probabilities)),
            Map.of(DNNL_ARG_SRC, probabilities, DNNL_ARG_DST, probabilities)));
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

  /** scale·(query·keyᵀ + bias/scale), or scale·query·keyᵀ + bias where the bias is large. */
  private Step scores(Attention attention) {
    Operand query = Operand.tokens(attention.query());
    Operand key = Operand.tokens(attention.key()).transpose();
    Operand scores = Operand.scores(attention.probabilities());
    Optional<Tensor> perKey = perKey(attention);
    try (PostOperations post = new PostOperations()) {
      if (attention.scale() != 1) {
        post.scale(attention.scale());
      }
      if (perKey.isEmpty()) {
        attention
            .bias()
            .ifPresent(bias -> post.binary(dnnl_binary_add, OneDnn.dense(one(bias)), bias));
      }
      Map<Integer, Tensor> tensors = tensors(query, key, scores, post);
      perKey.ifPresent(bias -> tensors.put(DNNL_ARG_BIAS, bias));
      dnnl_memory_desc_t bias = perKey.map(tensor -> OneDnn.dense(one(tensor))).orElse(null);
      return new Step(
          primitives.matmul(layout(query), layout(key), bias, layout(scores), post), tensors);
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

  /** The matrices of all heads of one sequence. */
  private static dnnl_memory_desc_t layout(Operand operand) {
    return OneDnn.strided(withoutBatch(operand.sizes()), withoutBatch(operand.strides()));
  }

  /** The rows of one sequence's scores. */
  private static dnnl_memory_desc_t rows(Tensor scores) {
    return OneDnn.dense(scores.size(1) * scores.size(2), scores.size(3));
  }

  private static long[] one(Tensor tensor) {
    return withoutBatch(tensor.shape());
  }

  private static long[] withoutBatch(long[] values) {
    return Arrays.copyOfRange(values, 1, values.length);
  }
}
