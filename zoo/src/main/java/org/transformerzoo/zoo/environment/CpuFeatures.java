package org.transformerzoo.zoo.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The instruction sets of an x86-64 processor.
 *
 * @param flags as Linux names them in {@code /proc/cpuinfo}, such as {@code avx2}
 */
record CpuFeatures(Set<String> flags) {

  private static final Set<String> SKYLAKE =
      Set.of("avx512f", "avx512cd", "avx512dq", "avx512bw", "avx512vl");
  private static final Set<String> HASWELL = Set.of("avx2", "fma");

  CpuFeatures {
    flags = Set.copyOf(flags);
  }

  /** What {@code file}, in the format of {@code /proc/cpuinfo}, says of the first processor. */
  static CpuFeatures read(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return new CpuFeatures(
          lines
              .filter(line -> line.startsWith("flags"))
              .findFirst()
              .map(line -> Set.copyOf(List.of(line.replaceFirst(".*:", "").strip().split("\\s+"))))
              .orElse(Set.of()));
    } catch (IOException e) {
      return new CpuFeatures(Set.of()); // nothing is known, nothing is changed
    }
  }

  /** OpenBLAS's name for its fastest kernels that this processor can run, if it is not too old. */
  Optional<String> openBlasCoreType() {
    if (flags.containsAll(SKYLAKE)) {
      return Optional.of("SkylakeX");
    }
    return flags.containsAll(HASWELL) ? Optional.of("Haswell") : Optional.empty();
  }
}
