package org.transformerzoo.zoo.environment;

/**
 * A GPU as its driver describes it.
 *
 * @param name such as {@code Tesla V100-SXM2-16GB}
 * @param major first number of its compute capability
 * @param minor second number
 */
record GpuDevice(String name, int major, int minor) {

  /** Whether its compute capability is at least {@code otherMajor}.{@code otherMinor}. */
  boolean isAtLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
  }

  @Override
  public String toString() {
    return name + " with compute capability " + major + "." + minor;
  }
}
