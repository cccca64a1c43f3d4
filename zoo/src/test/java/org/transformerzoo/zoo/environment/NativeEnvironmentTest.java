package org.transformerzoo.zoo.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.LoggerFactory;

/** What native libraries make of the environment, asked in processes of their own. */
@Timeout(120)
class NativeEnvironmentTest {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private final Optional<String> coreType = CpuFeatures.read(PROCESSORS).openBlasCoreType();

  @BeforeEach
  void requireKnownProcessor() {
    assumeThat(coreType).as("x86-64 on Linux, with AVX2").isPresent();
  }

  @Test
  void openBlasRunsTheKernelsOfThisProcessorWithoutAnythingSet() throws Exception {
    assertThat(run(Map.of())).contains("kernels for " + coreType.orElseThrow() + "\n");
  }

  @Test
  void openMpWaitsForMicrosecondsBeforeItSleepsWithoutAnythingSet() throws Exception {
    assertThat(run(Map.of("OMP_DISPLAY_ENV", "verbose"))).contains("GOMP_SPINCOUNT = '1000'");
  }

  @Test
  void whatTheUserSetStays() throws Exception {
    Map<String, String> own =
        Map.of(
            NativeEnvironment.CORE_TYPE,
            "Nehalem",
            NativeEnvironment.WAIT_POLICY,
            "active",
            "OMP_DISPLAY_ENV",
            "true");

    assertThat(run(own))
        .contains("kernels for Nehalem\n", "OMP_WAIT_POLICY = 'ACTIVE'")
        .doesNotContain("Set for native libraries");
  }

  @Test
  void whatWasSetIsLoggedOnce() throws Exception {
    assertThat(run(Map.of()))
        .containsOnlyOnce("Set for native libraries: {OPENBLAS_CORETYPE=" + coreType.orElseThrow());
  }

  @Test
  void openMpHasSoManyThreadsAsAreAllowedUnlessTheUserSaysOtherwise() throws Exception {
    assertThat(run(Map.of("OMP_DISPLAY_ENV", "true"), "1")).contains("OMP_NUM_THREADS = '1'");
    assertThat(run(Map.of("OMP_DISPLAY_ENV", "true", NativeEnvironment.THREADS, "3"), "1"))
        .contains("OMP_NUM_THREADS = '3'");
  }

  private static String run(Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Product.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove(NativeEnvironment.THREADS);
    builder.environment().remove(NativeEnvironment.BLAS_THREADS);
    builder.environment().remove(NativeEnvironment.CORE_TYPE);
    builder.environment().remove(NativeEnvironment.WAIT_POLICY);
    builder.environment().remove(NativeEnvironment.SPIN_COUNT);
    builder.environment().putAll(variables);
    Process process = builder.start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(output).isZero();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Uses ND4J as any program would, with as many threads as asked, and prints its BLAS. */
  static final class Product {

    private Product() {}

    public static void main(String[] arguments) {
      ((Logger) LoggerFactory.getLogger(NativeEnvironment.class)).setLevel(Level.INFO);
      Arrays.stream(arguments).mapToInt(Integer::parseInt).forEach(NativeEnvironment::limitThreads);
      Nd4j.ones(2, 2).mmul(Nd4j.ones(2, 2));
      NativeEnvironment.prepare(); // changes nothing
      System.out.println(BlasLibrary.loaded().orElseThrow().description());
    }
  }
}
