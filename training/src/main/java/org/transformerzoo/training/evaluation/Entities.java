package org.transformerzoo.training.evaluation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Named entities in sequences of BIO tags, read as the CoNLL evaluation reads them: an entity
 * begins at B-x, or at I-x that does not continue an entity of type x (Tjong Kim Sang and De
 * Meulder, 2003).
 */
public final class Entities {

  private static final String OUTSIDE = "O";

  /**
   * An entity.
   *
   * @param type what stands behind B- and I-
   * @param start the position of its first tag
   * @param end the position behind its last one
   */
  public record Entity(String type, int start, int end) {}

  private Entities() {}

  /** Whether tags are of this scheme: O, B-x and I-x, with at least one B-x. */
  public static boolean areBio(List<String> labels) {
    return labels.stream().anyMatch(label -> label.startsWith("B-"))
        && labels.stream().allMatch(label -> label.equals(OUTSIDE) || label.matches("[BI]-.+"));
  }

  /** The entities of one sequence of such tags, in its order. */
  public static Set<Entity> in(List<String> tags) {
    Set<Entity> entities = new LinkedHashSet<>();
    String open = "";
    int start = 0;
    for (int i = 0; i <= tags.size(); i++) {
      String tag = i < tags.size() ? tags.get(i) : OUTSIDE;
      boolean continues = !open.isEmpty() && tag.equals("I-" + open);
      if (!continues) {
        if (!open.isEmpty()) {
          entities.add(new Entity(open, start, i));
        }
        open = tag.equals(OUTSIDE) ? "" : tag.substring(2);
        start = i;
      }
    }
    return entities;
  }
}
