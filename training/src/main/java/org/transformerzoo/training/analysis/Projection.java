package org.transformerzoo.training.analysis;

/**
 * Puts vectors into a space of few dimensions, where they can be drawn.
 *
 * <p>To add one: implement this interface in a new file of this package.
 */
public interface Projection {

  /** What it is called, in lower case. */
  String name();

  /**
   * A point for each vector.
   *
   * @param vectors [vectors][width], all finite and of the same width
   * @return [vectors][dimensions]
   * @throws IllegalArgumentException if there are too few vectors for the method
   */
  float[][] project(float[][] vectors);
}
