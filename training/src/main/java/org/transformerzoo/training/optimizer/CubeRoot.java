package org.transformerzoo.training.optimizer;

/** A cube root that the compiler can inline, many times faster than {@link Math#cbrt}. */
final class CubeRoot {

  /** Two thirds of the exponent's bias, in the bits of a float, less a bit to centre the error. */
  private static final int GUESS = 0x2A514067;

  private CubeRoot() {}

  /**
   * The cube root of {@code x}, at least 0 and finite, to float rounding: a third of the exponent
   * is right to 4 %, and each of Halley's steps cubes the error.
   */
  static float of(float x) {
    if (x == 0) {
      return 0;
    }
    double root = Float.intBitsToFloat(Float.floatToRawIntBits(x) / 3 + GUESS);
    root = improved(root, x);
    root = improved(root, x);
    return (float) root;
  }

  private static double improved(double root, double x) {
    double cube = root * root * root;
    return root * ((cube + x + x) / (cube + cube + x));
  }
}
