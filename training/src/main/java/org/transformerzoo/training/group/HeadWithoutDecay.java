package org.transformerzoo.training.group;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.FlatParameters.Segment;

/**
 * Another grouping whose head does not decay: it is new, and has no pre-trained weights to which
 * decay could lead back.
 *
 * @param inner makes the groups
 */
public record HeadWithoutDecay(ParameterGrouping inner) implements ParameterGrouping {

  @Override
  public List<ParameterGroup> groups(FlatParameters parameters) {
    return inner.groups(parameters).stream()
        .flatMap(HeadWithoutDecay::split)
        .filter(group -> !group.segments().isEmpty())
        .toList();
  }

  private static Stream<ParameterGroup> split(ParameterGroup group) {
    if (group.weightDecay() == 0) {
      return Stream.of(group);
    }
    Predicate<Segment> head = segment -> segment.parameter().depth() instanceof Depth.Head;
    return Stream.of(
        group.with(group.segments().stream().filter(head.negate()).toList()),
        new ParameterGroup(
            group.name() + ", head spared",
            group.learningRate(),
            0,
            group.segments().stream().filter(head).toList()));
  }
}
