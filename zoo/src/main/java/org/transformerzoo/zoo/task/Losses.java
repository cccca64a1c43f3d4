package org.transformerzoo.zoo.task;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.blocks.Activations;

/** The losses of the task heads, as PyTorch defines them, each a mean. */
final class Losses {

  /** The label of positions that do not count. */
  static final int IGNORED = GraphBuilder.IGNORED_LABEL;

  private Losses() {}

  /**
   * Cross-entropy over the rows whose label is not {@link #IGNORED}; 0 if there are none.
   *
   * @param logits [rows, classes]
   * @param labels integers, [rows]
   */
  static SDVariable crossEntropy(
      SameDiff graph, SDVariable logits, SDVariable labels, int classes) {
    return crossEntropy(graph, logits, labels, classes, 0);
  }

  /**
   * As {@link #crossEntropy(SameDiff, SDVariable, SDVariable, int)}, with labels of which the share
   * {@code smoothing} is spread evenly over all classes.
   */
  static SDVariable crossEntropy(
      SameDiff graph, SDVariable logits, SDVariable labels, int classes, double smoothing) {
    SDVariable counted = graph.gte(labels, 0).castTo(DataType.FLOAT); // [rows]
    SDVariable classOf = graph.math().max(labels, graph.zerosLike(labels)); // [rows]
    SDVariable chosen = graph.oneHot(classOf, classes, -1, 1.0, 0.0, DataType.FLOAT);
    SDVariable logProbabilities = graph.nn().logSoftmax(logits); // [rows, classes]
    SDVariable wanted =
        smoothing == 0 ? chosen : chosen.mul(1 - smoothing).add(smoothing / classes);
    SDVariable likelihood = logProbabilities.mul(wanted).sum(1).mul(counted); // [rows]
    SDVariable count = graph.math().max(counted.sum(), graph.constant(1.0f));
    return likelihood.sum().div(count).neg();
  }

  /**
   * Binary cross-entropy of independent labels.
   *
   * @param logits [batch, labels]
   * @param labels 0 or 1, [batch, labels]
   */
  static SDVariable binaryCrossEntropy(SameDiff graph, SDVariable logits, SDVariable labels) {
    return Activations.softplus(graph, logits).sub(logits.mul(labels)).mean();
  }

  /** Squared error, [batch, targets] each. */
  static SDVariable squaredError(SDVariable predictions, SDVariable targets) {
    SDVariable difference = predictions.sub(targets);
    return difference.mul(difference).mean();
  }

  /**
   * How much the two halves of a doubled batch disagree, the mean over rows of half the sum of both
   * Kullback-Leibler divergences: ½ Σ (p−q)·(a−b) of probabilities p, q and logits a, b, because
   * what normalises them cancels.
   *
   * @param logits [2·rows, classes]
   * @param counted 1 for rows that count, else 0, [2·rows]
   */
  static SDVariable disagreement(SameDiff graph, SDVariable logits, SDVariable counted) {
    SDVariable gap = difference(graph, logits); // [rows, classes]
    SDVariable probabilityGap = difference(graph, graph.nn().softmax(logits, -1));
    SDVariable each = probabilityGap.mul(gap).sum(1); // [rows]
    // Both halves have the same labels, so that half of all that counts is that of one.
    SDVariable first = half(graph, counted, 0); // [rows]
    SDVariable count = graph.math().max(first.sum(), graph.constant(1.0f));
    return each.mul(first).sum().div(count).mul(0.5);
  }

  /** The same for independent labels, each a choice of two: [2·batch, labels]. */
  static SDVariable binaryDisagreement(SameDiff graph, SDVariable logits) {
    SDVariable gap = difference(graph, logits);
    return difference(graph, graph.nn().sigmoid(logits)).mul(gap).mean().mul(0.5);
  }

  /** Squared difference of the halves of {@code predictions}, [2·batch, targets]. */
  static SDVariable squaredDisagreement(SameDiff graph, SDVariable predictions) {
    SDVariable gap = difference(graph, predictions);
    return gap.mul(gap).mean();
  }

  /** The first half of the rows of {@code doubled}. */
  static SDVariable firstHalf(SameDiff graph, SDVariable doubled) {
    return half(graph, doubled, 0);
  }

  private static SDVariable difference(SameDiff graph, SDVariable doubled) {
    return half(graph, doubled, 0).sub(half(graph, doubled, 1));
  }

  /** One half of the rows of {@code doubled}, of one or two dimensions. */
  private static SDVariable half(SameDiff graph, SDVariable doubled, int which) {
    return graph.split(doubled, 2, 0)[which];
  }

  /** How many entries of {@code labels} are not {@link #IGNORED}. */
  static long counted(INDArray labels) {
    long count = 0;
    for (long i = 0; i < labels.length(); i++) {
      if (labels.getLong(i) != IGNORED) {
        count++;
      }
    }
    return count;
  }
}
