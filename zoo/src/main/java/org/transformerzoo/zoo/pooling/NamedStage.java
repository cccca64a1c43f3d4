package org.transformerzoo.zoo.pooling;

/**
 * A stage with how it was asked for.
 *
 * @param stage the stage
 * @param word what it is called, part of the names of its parameters
 * @param text as it was written, with its options
 */
public record NamedStage<S extends PoolingStage>(S stage, String word, String text) {

  /** The site of this stage, {@code place} stages into {@code parent}. */
  PoolingSite site(PoolingSite parent, int place) {
    return parent.part(place + "." + word, text);
  }
}
