package org.transformerzoo.zoo.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of OpenBLAS's kernels a processor can run. */
class CpuFeaturesTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "fpu fma avx2 avx512f avx512cd avx512dq avx512bw avx512vl amx_tile, SkylakeX",
    "fpu fma avx2, Haswell",
    "fpu fma avx2 avx512f avx512cd avx512er avx512pf, Haswell", // Xeon Phi has not all of Skylake
    "fpu sse4_2 avx, ",
  })
  void theFastestKernelsThatItCanRun(String flags, String expected) throws IOException {
    Path file = Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\nflags\t\t: " + flags);

    assertThat(CpuFeatures.read(file).openBlasCoreType().orElse(null)).isEqualTo(expected);
  }

  @Test
  void whereNothingIsKnownNothingIsChosen() {
    assertThat(CpuFeatures.read(folder.resolve("missing")).openBlasCoreType()).isEmpty();
  }
}
