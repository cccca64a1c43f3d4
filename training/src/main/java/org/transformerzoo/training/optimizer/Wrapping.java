package org.transformerzoo.training.optimizer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The state of a rule around another one: the inner one's arrays, then one that begins as copy. */
final class Wrapping {

  private Wrapping() {}

  static List<String> names(UpdateRule inner, String own) {
    List<String> names = new ArrayList<>(inner.stateNames());
    names.add(own);
    return List.copyOf(names);
  }

  static Set<String> copies(UpdateRule inner, String own) {
    Set<String> copies = new HashSet<>(inner.statesThatBeginAsValues());
    copies.add(own);
    return Set.copyOf(copies);
  }

  /** Moves {@code average} by {@code share} of the way to the values of {@code block}. */
  static void follow(UpdateRule.Block block, float[] average, float share) {
    float[] values = block.values();
    for (int i = 0; i < block.count(); i++) {
      average[i] += share * (values[i] - average[i]);
    }
  }
}
