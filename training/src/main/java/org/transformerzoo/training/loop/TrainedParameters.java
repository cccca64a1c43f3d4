package org.transformerzoo.training.loop;

import java.util.List;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.zoo.parameter.FlatParameters;

/**
 * What is trained.
 *
 * @param parameters their values, and between steps the gradients of the last one, before clipping
 * @param groups those that are trained, with their learning rates before the schedule's factor
 */
public record TrainedParameters(FlatParameters parameters, List<ParameterGroup> groups) {

  /** Copies the list. */
  public TrainedParameters {
    groups = List.copyOf(groups);
  }
}
