package org.transformerzoo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {

  private static final Path FIXTURES = Path.of("../zoo/src/test/resources/fixtures");

  @TempDir private Path folder;

  @Test
  void saysWhatAnOnnxExportLeavesOut() {
    CommandLineRun run = importXlnet("onnx");

    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.errors().lines().filter(line -> line.startsWith("Warning")))
        .singleElement()
        .asString()
        .contains("does not hold transformer.mask_emb")
        .contains("zeros are saved");
  }

  @Test
  void warnsOfNothingWhereEverythingIsThere() {
    CommandLineRun run = importXlnet("safetensors");

    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.errors()).doesNotContain("Warning");
  }

  private CommandLineRun importXlnet(String format) {
    return CommandLineRun.of(
        "import",
        "--model",
        FIXTURES.resolve("xlnet"),
        "--weights",
        format,
        "--output",
        folder.resolve("imported"));
  }
}
