package org.transformerzoo.zoo.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** What a program sees that has ND4J's CUDA backend on the class path and no GPU for it. */
@Timeout(120)
class CudaStartTest {

  @TempDir private Path folder;

  @Test
  void theFirstUseOfNd4jEndsWithOneSentence() throws Exception {
    Optional<String> problem = GpuCheck.problem(GpuDriver.devices());
    assumeThat(problem).as("a machine without a GPU that ND4J can use").isPresent();
    compileStandIn();

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder + File.pathSeparator + System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isEqualTo(1);
    assertThat(output).contains("UnusableGpuError: " + problem.get());
  }

  /** The backend's presence is all that counts; its libraries would take gigabytes. */
  private void compileStandIn() throws Exception {
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
