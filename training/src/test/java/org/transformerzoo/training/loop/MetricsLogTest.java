package org.transformerzoo.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {

  private static final TrainingPlan PLAN = new TrainingPlan(4, 4, OptionalLong.empty(), 1);

  @TempDir private Path folder;

  private void log(long from, long to) {
    MetricsLog log = new MetricsLog(folder.resolve("metrics.jsonl"));
    log.started(PLAN, from);
    for (long step = from + 1; step <= to; step++) {
      log.stepped(new StepReport(step, Optional.empty(), 0, 0.5, 2, 1e-5, 8));
      log.evaluated(new StepMetrics(step, Map.of("loss", 0.25)), true);
    }
    log.closed();
  }

  @Test
  void aContinuedLogReadsAsIfItHadNotBeenInterrupted() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    log(0, 4);
    String whole = Files.readString(file);
    assertThat(whole.lines()).hasSize(8);
    assertThat(whole)
        .startsWith(
            "{\"step\":1,\"epoch\":0,\"loss\":0.5,\"gradient-norm\":2.0,"
                + "\"learning-rate\":1.0E-5}\n"
                + "{\"step\":1,\"evaluation\":{\"loss\":0.25},\"best\":true}\n");
    Files.delete(file);
    log(0, 3);
    Files.writeString(file, "{\"step\":4,\"los", StandardOpenOption.APPEND);
    log(2, 4);
    assertThat(Files.readString(file)).isEqualTo(whole);
  }
}
