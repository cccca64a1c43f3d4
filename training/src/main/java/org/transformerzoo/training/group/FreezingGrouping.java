package org.transformerzoo.training.group;

import java.util.List;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.FlatParameters.Segment;

/**
 * Another grouping without the parameters that are frozen: those neither change nor count in the
 * gradient norm.
 *
 * @param inner groups what is trained
 * @param freezing what is not
 */
public record FreezingGrouping(ParameterGrouping inner, Freezing freezing)
    implements ParameterGrouping {

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if more layers are to be frozen than there are
   */
  @Override
  public List<ParameterGroup> groups(FlatParameters parameters) {
    List<Depth.Layer> layers = LayerGroups.layers(parameters);
    if (freezing instanceof Freezing.LowestLayers lowest && lowest.layers() > layers.size()) {
      throw new IllegalArgumentException(
          "freeze is %d layers, expected at most the %d of the model"
              .formatted(lowest.layers(), layers.size()));
    }
    return inner.groups(parameters).stream()
        .map(group -> group.with(trained(group, layers)))
        .filter(group -> !group.segments().isEmpty())
        .toList();
  }

  private List<Segment> trained(ParameterGroup group, List<Depth.Layer> layers) {
    return group.segments().stream()
        .filter(segment -> !freezing.holds(segment.parameter().depth(), layers))
        .toList();
  }
}
