package org.transformerzoo.training.finetuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.training.configuration.FineTuningConfiguration;

/** A process that is killed with SIGKILL, again and again, and started again each time. */
@Tag("slow")
class KilledProcessTest {

  private static final int KILLS = 20;

  @TempDir private Path folder;

  /** The process: runs a YAML file. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      FineTuning.run(FineTuningConfiguration.readYaml(Path.of(arguments[0])), List.of());
    }
  }

  private Process start(Path yaml) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            yaml.toString());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log.txt").toFile())
        .start();
  }

  private Path yaml(TinyRun run, String output) throws IOException {
    FineTuningConfiguration configuration =
        run.configuration(output).set("checkpoint-steps", 1).set("epochs", 10).build();
    return Files.writeString(folder.resolve(output + ".yaml"), configuration.toYaml());
  }

  private static byte[] weights(Path output) throws IOException {
    return Files.readAllBytes(output.resolve("model.safetensors"));
  }

  @Test
  void endsWithTheWeightsOfARunThatWasNeverKilled() throws IOException, InterruptedException {
    TinyRun run = new TinyRun(folder);
    Path whole = yaml(run, "whole");
    long begin = System.nanoTime();
    assertThat(start(whole).waitFor()).as(Files.readString(folder.resolve("log.txt"))).isZero();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    Path killed = yaml(run, "killed");
    SplittableRandom random = new SplittableRandom(11);
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start(killed);
      // Most of the first quarter of the time goes into starting up.
      process.waitFor(random.nextLong(millis / 4, millis), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      requireWholeCheckpoints();
    }
    assertThat(start(killed).waitFor()).as(Files.readString(folder.resolve("log.txt"))).isZero();
    assertThat(weights(folder.resolve("killed"))).isEqualTo(weights(folder.resolve("whole")));
  }

  private void requireWholeCheckpoints() throws IOException {
    Path checkpoints = folder.resolve("killed.training").resolve("checkpoints");
    if (!Files.isDirectory(checkpoints)) {
      return;
    }
    try (var members = Files.list(checkpoints)) {
      assertThat(members.filter(path -> path.getFileName().toString().matches("step-\\d+")))
          .allSatisfy(path -> assertThat(path.resolve("manifest.json")).isNotEmptyFile());
    }
  }
}
