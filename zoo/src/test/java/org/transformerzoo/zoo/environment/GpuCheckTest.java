package org.transformerzoo.zoo.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On which machines ND4J's CUDA backend may start. */
class GpuCheckTest {

  @ParameterizedTest
  @CsvSource({"Tesla K80, 3, 7", "Tesla V100, 7, 0", "RTX A6000, 8, 6", "L4, 8, 9"})
  void hasKernelsFromKeplerToAda(String name, int major, int minor) {
    assertThat(GpuCheck.problem(List.of(new GpuDevice(name, major, minor)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Tesla K40, 3, 5", "H100, 9, 0", "B200, 10, 0", "RTX 5090, 12, 0"})
  void hasNoneForOlderAndNewerOnes(String name, int major, int minor) {
    assertThat(GpuCheck.problem(List.of(new GpuDevice(name, major, minor))))
        .hasValue(
            "ND4J's CUDA backend has kernels for compute capabilities 3.7 to 8.9, and this machine"
                + " has %s with compute capability %d.%d; build without the profile cuda to compute on the CPU"
                    .formatted(name, major, minor));
  }

  @Test
  void withoutAnyGpuItSaysSo() {
    assertThat(GpuCheck.problem(List.of()).orElseThrow())
        .contains("this machine has no GPU")
        .endsWith("build without the profile cuda to compute on the CPU");
  }

  @Test
  void anUnusableGpuBesideAUsableOneIsToBeHidden() {
    assertThat(GpuCheck.problem(List.of(new GpuDevice("A100", 8, 0), new GpuDevice("H100", 9, 0))))
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .contains("this machine has H100 with compute capability 9.0;")
                    .endsWith("hide that with CUDA_VISIBLE_DEVICES"));
  }

  @Test
  void theDriverIsAskedWithoutHarmWhereThereIsNone() {
    assertThat(GpuDriver.devices()).allSatisfy(device -> assertThat(device.major()).isPositive());
  }
}
