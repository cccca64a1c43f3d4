package org.transformerzoo.zoo.pooling;

import java.util.List;
import java.util.stream.Collectors;
import org.transformerzoo.zoo.InvalidModelException;

/** The pooling heads of the zoo, one line each. */
public final class PoolingHeads {

  private static final List<PoolingHead> ALL = List.of(new ArchitecturePooler(), new ClsPooling());

  private PoolingHeads() {}

  /** All of them. */
  public static List<PoolingHead> all() {
    return ALL;
  }

  /** The head called {@code name}. */
  public static PoolingHead named(String name) {
    return ALL.stream()
        .filter(head -> head.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidModelException(
                    "There is no pooling \"" + name + "\", expected one of " + known()));
  }

  private static String known() {
    return ALL.stream().map(PoolingHead::name).collect(Collectors.joining(", "));
  }
}
