package org.transformerzoo.tuning.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.finetuning.TinyRun;

class SeedStudyTest {

  @TempDir private Path folder;

  private Path plan(TinyRun run, String variants) throws IOException {
    return plan(run, variants, "");
  }

  private Path plan(TinyRun run, String variants, String more) throws IOException {
    return Files.writeString(
        folder.resolve("study.yaml"),
        """
        seeds: 3
        %s
        settings:
          model: %s
          epochs: 8
          batch-size: 8
          train-examples: 40
        tasks:
          mood: {train: %s, dev: %s}
        variants:
        %s
        """
            .formatted(more, run.model(), run.train(), run.dev(), variants.indent(2)));
  }

  @Test
  void tellsMeanAndFailuresAndGoesOnWhereItStopped() throws IOException {
    TinyRun run = new TinyRun(folder);
    Path file =
        plan(
            run,
            "fast: {learning-rate: 1e-2, dropout: 0}\nstill: {learning-rate: 1e-12, dropout: 0}");
    Path output = folder.resolve("study");
    List<String> told = new ArrayList<>();
    List<StudySummary> whole = SeedStudy.run(StudyPlan.read(file), output, told::add);
    assertThat(told).hasSize(6);
    assertThat(whole).extracting(StudySummary::variant).containsExactly("fast", "still");
    assertThat(whole.get(0).mean()).isGreaterThan(whole.get(1).mean());

    List<String> lines = Files.readAllLines(output.resolve("runs.csv"));
    assertThat(lines).hasSize(7);
    double mean =
        lines.stream()
            .filter(line -> line.contains(",fast,"))
            .mapToDouble(line -> Double.parseDouble(line.split(",")[6]))
            .average()
            .orElseThrow();
    assertThat(whole.get(0).mean()).isCloseTo(mean, within(1e-6));
    assertThat(Files.readString(output.resolve("summary.md"))).contains("| fast | 3 |");
    assertThat(Files.readString(output.resolve("mood.svg"))).contains("<circle");
    assertThat(output.resolve("run")).doesNotExist();

    // A line that was cut off is run again, and chance has no part in it.
    Files.write(output.resolve("runs.csv"), lines.subList(0, 4));
    told.clear();
    assertThat(SeedStudy.run(StudyPlan.read(file), output, told::add)).isEqualTo(whole);
    assertThat(told).hasSize(3);
  }

  @Test
  void crossesInitialisationsWithDataOrdersAndComparesPairs() throws IOException {
    TinyRun run = new TinyRun(folder);
    Path file =
        plan(
            run,
            "fast: {learning-rate: 1e-2, metric: loss}\nslow: {learning-rate: 1e-3, metric: loss}",
            "data-seeds: 2");
    Path output = folder.resolve("study");
    List<StudySummary> summaries = SeedStudy.run(StudyPlan.read(file), output, line -> {});
    assertThat(summaries).allSatisfy(summary -> assertThat(summary.runs()).isEqualTo(6));
    assertThat(Files.readAllLines(output.resolve("runs.csv")).stream().skip(1))
        .extracting(line -> line.split(",")[2] + "/" + line.split(",")[3])
        .containsOnly("1/1", "1/2", "2/1", "2/2", "3/1", "3/2");
    assertThat(Files.readString(output.resolve("summary.md")))
        .contains("| slow | fast | 6 |")
        .contains("| variant | initialisation | data order | rest |");
    assertThat(Files.readAllLines(output.resolve("expected.csv"))).hasSize(1 + 2 * 6);
    StudySummary fast = summaries.get(0);
    assertThat(fast.lowest()).isLessThanOrEqualTo(fast.median());
    assertThat(fast.highest()).isGreaterThanOrEqualTo(fast.median());
    assertThat(fast.expectedBest().get(0)).isCloseTo(fast.meanBest(), within(1e-9));
  }

  @Test
  void aWrongPlanIsRefusedBeforeAnythingRuns() throws IOException {
    TinyRun run = new TinyRun(folder);
    assertThatThrownBy(() -> StudyPlan.read(plan(run, "odd: {learning-rat: 1}")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("variant odd of task mood: there is no setting \"learning-rat\"");
    Path empty = Files.writeString(folder.resolve("empty.yaml"), "seeds: 3\n");
    assertThatThrownBy(() -> StudyPlan.read(empty))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("tasks is empty");
  }
}
