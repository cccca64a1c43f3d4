package org.transformerzoo.training.group;

import java.util.List;
import org.transformerzoo.zoo.parameter.FlatParameters.Segment;

/**
 * Parameters that are trained alike.
 *
 * @param name what tables and messages call the group
 * @param learningRate before the schedule's factor, at least 0
 * @param weightDecay at least 0
 * @param segments where the parameters lie in the flat buffers
 */
public record ParameterGroup(
    String name, double learningRate, double weightDecay, List<Segment> segments) {

  /** Checks the numbers. */
  public ParameterGroup {
    segments = List.copyOf(segments);
    if (!(learningRate >= 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "learningRate is " + learningRate + ", expected at least 0");
    }
    if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("weightDecay is " + weightDecay + ", expected at least 0");
    }
  }

  /** The group with other parameters. */
  ParameterGroup with(List<Segment> others) {
    return new ParameterGroup(name, learningRate, weightDecay, others);
  }

  /** The number of values in the group. */
  public long size() {
    return segments.stream().mapToLong(Segment::length).sum();
  }
}
