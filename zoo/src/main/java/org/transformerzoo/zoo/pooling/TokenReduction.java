package org.transformerzoo.zoo.pooling;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** What poolings compute over the tokens of a sequence, padding left out. */
final class TokenReduction {

  /** Below every activation, and far from where float32 overflows. */
  private static final double LOWEST = -1e9;

  /** A divisor for a sequence without tokens. */
  private static final float SMALLEST = 1e-9f;

  private TokenReduction() {}

  /** 1 where {@code condition} holds, else 0. */
  static SDVariable indicator(SDVariable condition) {
    return condition.castTo(DataType.FLOAT);
  }

  /**
   * {@code x}, [rows, columns], as [rows, columns, 1]. SameDiff's {@code expandDims} leaves a
   * single entry as it is.
   */
  static SDVariable column(SameDiff graph, SDVariable x) {
    SDVariable rest = graph.constant(-1L);
    return graph.reshape(x, graph.stack(0, graph.sizeAt(x, 0), rest, graph.constant(1L)));
  }

  /**
   * {@code x}, [rows, columns], divided by {@code y}, [rows, 1]. SameDiff's quotient by a single
   * entry has a wrong gradient with respect to it.
   */
  static SDVariable divide(SameDiff graph, SDVariable x, SDVariable y) {
    return x.mul(graph.onesLike(y).div(y));
  }

  /** Σ w·h over the tokens: {@code state} [batch, length, hidden] becomes [batch, hidden]. */
  static SDVariable sum(SameDiff graph, SDVariable state, SDVariable weights) {
    return state.mul(column(graph, weights)).sum(1); // [batch, hidden]
  }

  /** Σ w over the tokens, above 0: {@code weights} [batch, length] become [batch, 1]. */
  static SDVariable total(SameDiff graph, SDVariable weights) {
    return graph.math().max(weights.sum(true, 1), graph.constant(SMALLEST)); // [batch, 1]
  }

  /** Σ w·h / Σ w: [batch, hidden]. */
  static SDVariable mean(SameDiff graph, SDVariable state, SDVariable weights) {
    return divide(graph, sum(graph, state, weights), total(graph, weights)); // [batch, hidden]
  }

  /**
   * The largest of each column where {@code mask}, [batch, length, 1], is 1: {@code state} [batch,
   * length, width] becomes [batch, width].
   */
  static SDVariable max(SDVariable state, SDVariable mask) {
    return state.mul(mask).add(mask.rsub(1.0).mul(LOWEST)).max(1); // [batch, width]
  }
}
