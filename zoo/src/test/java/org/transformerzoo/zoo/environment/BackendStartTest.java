package org.transformerzoo.zoo.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** What a program sees whose class path has no backend of ND4J that can run. */
@Timeout(120)
class BackendStartTest {

  @TempDir private Path folder;

  @Test
  void cudaWithoutGpuEndsWithOneSentence() throws Exception {
    Optional<String> problem = GpuCheck.problem(GpuDriver.devices());
    assumeThat(problem).as("a machine without a GPU that ND4J can use").isPresent();
    compileCudaStandIn();

    assertThat(failure(folder + File.pathSeparator + classPath(entry -> true)))
        .contains("UnusableBackendError: " + problem.get());
  }

  @Test
  void noBackendEndsWithOneSentence() throws Exception {
    assertThat(failure(classPath(entry -> !entry.contains("nd4j-native"))))
        .contains("UnusableBackendError: " + CpuCheck.none());
  }

  @Test
  void noNativeLibraryEndsWithOneSentence() throws Exception {
    String platform = Loader.getPlatform();

    assertThat(
            failure(
                classPath(entry -> !(entry.contains("nd4j-native") && entry.contains(platform)))))
        .contains(
            "UnusableBackendError: ND4J's CPU backend is on the class path without its native"
                + " library for "
                + platform
                + "; add org.transformerzoo:transformer-zoo-native");
  }

  private static String classPath(Predicate<String> wanted) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(wanted)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String failure(String classPath) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(1);
    return output;
  }

  /** The backend's presence is all that counts; its libraries would take gigabytes. */
  private void compileCudaStandIn() throws Exception {
    Path source = folder.resolve("JCublasBackend.java");
    Files.writeString(source, "package org.nd4j.linalg.jcublas; public class JCublasBackend {}");
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), source.toString());
    assertThat(status).isZero();
  }

  /** Uses ND4J as any program would. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) {
      System.out.println(Nd4j.ones(2).sumNumber());
    }
  }
}
