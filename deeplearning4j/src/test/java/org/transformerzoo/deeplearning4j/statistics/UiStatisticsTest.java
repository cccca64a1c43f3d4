package org.transformerzoo.deeplearning4j.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.Histogram;
import org.deeplearning4j.ui.model.stats.api.StatsInitializationReport;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.transformerzoo.training.finetuning.FineTuning;
import org.transformerzoo.training.finetuning.TinyArchitecture;
import org.transformerzoo.training.finetuning.TinyRun;
import org.transformerzoo.training.loop.StepReport;
import org.transformerzoo.training.loop.TrainingListener;

/** What was written is read back as DL4J's UI reads it. */
class UiStatisticsTest {

  private static final String SESSION = "tiny";

  @TempDir private Path folder;

  /** Keeps the reports of all steps. */
  private static final class Steps implements TrainingListener {
    private final List<StepReport> all = new ArrayList<>();

    @Override
    public void stepped(StepReport report) {
      all.add(report);
    }
  }

  private static List<StatsReport> reports(StatsStorage storage) {
    String worker = storage.listWorkerIDsForSession(SESSION).get(0);
    List<Persistable> updates =
        storage.getAllUpdatesAfter(SESSION, StatsListener.TYPE_ID, worker, 0);
    return updates.stream().map(StatsReport.class::cast).toList();
  }

  private static StatsInitializationReport start(StatsStorage storage) {
    return (StatsInitializationReport)
        storage.getAllStaticInfos(SESSION, StatsListener.TYPE_ID).get(0);
  }

  @ParameterizedTest
  @EnumSource
  void theStorageHasWhatHappened(TinyArchitecture architecture) throws IOException {
    Steps steps = new Steps();
    StatsStorage storage = new InMemoryStatsStorage();
    FineTuning.run(
        new TinyRun(folder, architecture).configuration("out").build(),
        List.of(steps, new UiStatistics(storage, SESSION, 1)));

    assertThat(storage.listSessionIDs()).containsExactly(SESSION);
    assertThat(storage.listTypeIDsForSession(SESSION)).containsExactly(StatsListener.TYPE_ID);
    List<StatsReport> reports = reports(storage);
    assertThat(reports).hasSameSizeAs(steps.all).isNotEmpty();
    long parameterCount = start(storage).getModelNumParams();
    long examples = 0;
    for (int i = 0; i < reports.size(); i++) {
      StatsReport report = reports.get(i);
      StepReport step = steps.all.get(i);
      examples += step.examples();
      assertThat((long) report.getIterationCount()).isEqualTo(step.step());
      assertThat(report.getScore()).isEqualTo(step.loss());
      assertThat(report.getTotalExamples()).isEqualTo(examples);
      assertThat(report.getLearningRates().values())
          .allSatisfy(rate -> assertThat(rate).isCloseTo(step.learningRate(), within(1e-12)));
      assertThat(report.getOffHeapMaxBytes()).isPositive();
      checkMagnitudes(report, parameterCount);
    }
  }

  /** Adam's updates are of the order of the learning rate, whatever the gradient. */
  private static void checkMagnitudes(StatsReport report, long parameterCount) {
    Map<String, Double> parameters = report.getMeanMagnitudes(StatsType.Parameters);
    Map<String, Double> gradients = report.getMeanMagnitudes(StatsType.Gradients);
    Map<String, Double> updates = report.getMeanMagnitudes(StatsType.Updates);
    assertThat(parameters.keySet())
        .isEqualTo(gradients.keySet())
        .isEqualTo(updates.keySet())
        .contains("embeddings_W", "head_W", "head_b");
    double rate = report.getLearningRates().get("head_W");
    for (StatsType type : List.of(StatsType.Parameters, StatsType.Gradients, StatsType.Updates)) {
      long counted = 0;
      for (Histogram histogram : report.getHistograms(type).values()) {
        counted += IntStream.of(histogram.getBinCounts()).sum();
        assertThat(histogram.getMin()).isLessThanOrEqualTo(histogram.getMax());
      }
      assertThat(counted).isEqualTo(parameterCount);
      assertThat(report.getStdev(type)).containsKeys("embeddings_W", "head_b");
    }
    assertThat(updates.get("head_W")).isLessThanOrEqualTo(2 * rate);
    assertThat(parameters.get("head_W")).isPositive();
    assertThat(gradients.get("head_W")).isPositive();
    if (rate > 0) {
      assertThat(updates.get("head_W")).isPositive();
    }
  }

  @Test
  void onlySomeStepsAreReportedToAFile() throws IOException {
    Path file = folder.resolve("statistics");
    Steps steps = new Steps();
    StatsStorage written = new FileStatsStorage(file.toFile());
    FineTuning.run(
        new TinyRun(folder).configuration("out").build(),
        List.of(steps, new UiStatistics(written, SESSION, 5)));
    written.close();

    assertThat(Files.size(file)).isPositive();
    StatsStorage read = new FileStatsStorage(file.toFile());
    List<Integer> reported = reports(read).stream().map(StatsReport::getIterationCount).toList();
    assertThat(reported)
        .isEqualTo(
            steps.all.stream()
                .map(step -> (int) step.step())
                .filter(step -> step % 5 == 0)
                .toList());
    StatsInitializationReport start = start(read);
    ComputationGraphConfiguration drawn =
        ComputationGraphConfiguration.fromJson(start.getModelConfigJson());
    assertThat(drawn.getVertices().keySet()).contains("embeddings", "encoder.0", "pooler", "head");
    assertThat(start.getModelParamNames()).contains("encoder.0_W", "encoder.0_b");
    assertThat(start.getModelNumParams()).isPositive();
    read.close();
  }
}
