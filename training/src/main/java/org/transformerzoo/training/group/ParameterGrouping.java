package org.transformerzoo.training.group;

import java.util.List;
import org.transformerzoo.zoo.parameter.FlatParameters;

/**
 * Divides a model's parameters into groups. A parameter that is in no group is frozen: it is left
 * as it is, bit for bit, and its gradient does not count.
 *
 * <p>To add one, for example layer-wise learning rates: implement this interface in a new file of
 * this package; decide by {@link org.transformerzoo.zoo.parameter.Parameter#kind()} and {@link
 * org.transformerzoo.zoo.parameter.Parameter#depth()}, never by a name; put every parameter into at
 * most one group; leave out groups without parameters.
 */
@FunctionalInterface
public interface ParameterGrouping {

  /** The groups, in an order that depends on the model alone. */
  List<ParameterGroup> groups(FlatParameters parameters);
}
