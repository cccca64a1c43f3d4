package org.transformerzoo.training.finetuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

  /** What is learnt, and the models that come of it. */
  enum Learning {
    ONE_TASK(List.of("")),
    SEVERAL_TASKS(List.of("classification", "regression"));

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> models;

    Learning(List<String> models) {
      this.models = models;
    }

    private FineTuningConfiguration.Builder configuration(Path folder, String output) {
      if (this == ONE_TASK) {
        return new TinyRun(folder).configuration(output).set("epochs", 10);
      }
      TinyTasks tasks = new TinyTasks(folder, TinyArchitecture.BERT);
      return tasks.configuration(output, tasks.two()).set("steps", 70);
    }

    private List<byte[]> weights(Path output) throws IOException {
      List<byte[]> weights = new ArrayList<>();
      for (String model : models) {
        weights.add(Files.readAllBytes(output.resolve(model).resolve("model.safetensors")));
      }
      return weights;
    }
  }

  private Path yaml(Learning learning, String output) throws IOException {
    FineTuningConfiguration configuration =
        learning.configuration(folder, output).set("checkpoint-steps", 1).build();
    return Files.writeString(folder.resolve(output + ".yaml"), configuration.toYaml());
  }

  @ParameterizedTest
  @EnumSource
  void endsWithTheWeightsOfARunThatWasNeverKilled(Learning learning)
      throws IOException, InterruptedException {
    Path whole = yaml(learning, "whole");
    long begin = System.nanoTime();
    assertThat(start(whole).waitFor()).as(Files.readString(folder.resolve("log.txt"))).isZero();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    Path killed = yaml(learning, "killed");
    SplittableRandom random = new SplittableRandom(11);
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start(killed);
      // Most of the first quarter of the time goes into starting up.
      process.waitFor(random.nextLong(millis / 4, millis), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      requireWholeCheckpoints();
    }
    assertThat(start(killed).waitFor()).as(Files.readString(folder.resolve("log.txt"))).isZero();
    List<byte[]> expected = learning.weights(folder.resolve("whole"));
    List<byte[]> actual = learning.weights(folder.resolve("killed"));
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i)).isEqualTo(expected.get(i));
    }
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
