package org.transformerzoo.zoo.task;

/**
 * What training minimises beside a task's own loss. Graphs for inference have the task's own loss
 * in any case.
 *
 * @param labelSmoothing share of a label that is spread evenly over all classes (Szegedy et al.,
 *     2016, arXiv 1512.00567), in [0, 1)
 * @param consistency weight of the disagreement between two passes with different dropout masks
 *     (R-Drop: Liang et al., 2021, arXiv 2106.14448), at least 0. A training graph then expects
 *     each batch twice, the second time below the first.
 * @param smoothness weight of the change that moving the words makes to the predictions (SMART:
 *     Jiang et al., 2020, arXiv 1911.03437), at least 0: the sum of both Kullback-Leibler
 *     divergences between the predictions for words as they are and for words that were moved, of
 *     regression the squared difference. Differentiable graphs then expect each batch twice, the
 *     second time below the first with the moved words, which the labels do not count for; see
 *     {@link org.transformerzoo.zoo.architecture.GraphBuilder#words}.
 * @param moves for how many words there is room to be moved in a batch; 0 without smoothness
 */
public record Objective(double labelSmoothing, double consistency, double smoothness, long moves) {

  /** Checks the numbers. */
  public Objective {
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new IllegalArgumentException(
          "labelSmoothing is " + labelSmoothing + ", expected in [0, 1)");
    }
    if (!(consistency >= 0 && consistency < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("consistency is " + consistency + ", expected at least 0");
    }
    if (!(smoothness >= 0 && smoothness < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("smoothness is " + smoothness + ", expected at least 0");
    }
    if (smoothness > 0 ? moves < 1 || consistency > 0 : moves != 0) {
      throw new IllegalArgumentException(
          "moves is %d and consistency %s with the smoothness %s, expected room for words with smoothness alone"
              .formatted(moves, consistency, smoothness));
    }
  }

  /** An objective without smoothness. */
  public Objective(double labelSmoothing, double consistency) {
    this(labelSmoothing, consistency, 0, 0);
  }

  /** The same with smoothness. */
  public Objective withSmoothness(double weight, long words) {
    return new Objective(labelSmoothing, consistency, weight, words);
  }

  /** The task's own loss and nothing else. */
  public static Objective plain() {
    return new Objective(0, 0);
  }
}
