package org.transformerzoo.zoo.environment;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether ND4J's CUDA backend can run on the GPUs of a machine. Release 1.0.0-M2.1 holds machine
 * code for compute capabilities 3.7 to 8.6 and no PTX that newer ones could translate; code for 8.6
 * also runs on 8.9.
 */
final class GpuCheck {

  private static final String ADVICE = "; build without the profile cuda to compute on the CPU";

  private GpuCheck() {}

  /** One sentence that says why none of {@code devices} can be used; empty if the first one can. */
  static Optional<String> problem(List<GpuDevice> devices) {
    if (devices.isEmpty()) {
      return Optional.of(
          "ND4J's CUDA backend is on the class path, and this machine has no GPU that an NVIDIA"
              + " driver offers"
              + ADVICE);
    }
    // ND4J takes the first device by default and initialises all of them.
    List<GpuDevice> unusable = devices.stream().filter(device -> !hasKernels(device)).toList();
    if (unusable.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "ND4J's CUDA backend has kernels for compute capabilities 3.7 to 8.9, and this machine has "
            + unusable.stream().map(GpuDevice::toString).collect(Collectors.joining(", "))
            + (unusable.size() < devices.size()
                ? "; hide that with CUDA_VISIBLE_DEVICES"
                : ADVICE));
  }

  private static boolean hasKernels(GpuDevice device) {
    return device.isAtLeast(3, 7) && !device.isAtLeast(9, 0);
  }
}
