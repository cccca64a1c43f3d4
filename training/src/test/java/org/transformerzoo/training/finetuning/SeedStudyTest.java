package org.transformerzoo.training.finetuning;

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
import org.transformerzoo.training.study.SeedStudy;
import org.transformerzoo.training.study.StudyPlan;
import org.transformerzoo.training.study.StudySummary;

class SeedStudyTest {

  @TempDir private Path folder;

  private Path plan(TinyRun run, String variants) throws IOException {
    return Files.writeString(
        folder.resolve("study.yaml"),
        """
        seeds: 3
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
            .formatted(run.model(), run.train(), run.dev(), variants.indent(2)));
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
            .mapToDouble(line -> Double.parseDouble(line.split(",")[5]))
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
