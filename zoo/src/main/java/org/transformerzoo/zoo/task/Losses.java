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
    SDVariable counted = graph.gte(labels, 0).castTo(DataType.FLOAT); // [rows]
    SDVariable classOf = graph.math().max(labels, graph.zerosLike(labels)); // [rows]
    SDVariable chosen = graph.oneHot(classOf, classes, -1, 1.0, 0.0, DataType.FLOAT);
    SDVariable logProbabilities = graph.nn().logSoftmax(logits); // [rows, classes]
    SDVariable likelihood = logProbabilities.mul(chosen).sum(1).mul(counted); // [rows]
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
