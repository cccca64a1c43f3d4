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
 */
public record Objective(double labelSmoothing, double consistency) {

  /** Checks the numbers. */
  public Objective {
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new IllegalArgumentException(
          "labelSmoothing is " + labelSmoothing + ", expected in [0, 1)");
    }
    if (!(consistency >= 0 && consistency < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("consistency is " + consistency + ", expected at least 0");
    }
  }

  /** The task's own loss and nothing else. */
  public static Objective plain() {
    return new Objective(0, 0);
  }
}
