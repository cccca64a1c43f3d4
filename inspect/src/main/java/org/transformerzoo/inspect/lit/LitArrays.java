package org.transformerzoo.inspect.lit;

import java.util.List;
import java.util.Map;

/**
 * How arrays and tuples are written: as LIT's own server does for programs, which read arrays again
 * as arrays, or as plain lists.
 *
 * @param plain whether as lists
 */
record LitArrays(boolean plain) {

  /** The key of what an array or tuple holds. */
  static final String VALUE = "__value__";

  private static final String CLASS = "__class__";

  /** An array of any dimensions. */
  Object array(Object values) {
    return plain ? values : Map.of(CLASS, "np.ndarray", VALUE, values);
  }

  /** A tuple. */
  Object tuple(Object... values) {
    List<Object> all = List.of(values);
    return plain ? all : Map.of(CLASS, "tuple", VALUE, all);
  }
}
