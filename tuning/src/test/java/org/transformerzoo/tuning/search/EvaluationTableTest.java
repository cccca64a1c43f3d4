package org.transformerzoo.tuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.training.configuration.InvalidSettingException;

class EvaluationTableTest {

  @TempDir private Path folder;

  @Test
  void hasEveryEvaluationOfEveryRunOfASearch() {
    SearchOutcome outcome =
        new Search(SyntheticPlans.hill(Map.of("trials", 3, "seeds", 2)), folder.resolve("found"))
            .trial(new SyntheticTrial(SyntheticTrial.HILL))
            .run();
    assertThat(EvaluationTable.read(outcome.folder().resolve(EvaluationTable.NAME)))
        .hasSize(6)
        .containsExactlyInAnyOrderElementsOf(
            outcome.leaderboard().stream()
                .flatMap(candidate -> candidate.runs().stream())
                .map(RunResult::curve)
                .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0,1,5,10", "0,1,five,10,0.5", "0,1,5,10,0.5,0.6", ""})
  void tellsTheLineThatIsWrong(String line) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("evaluations.csv"),
            "candidate,run,step,total-steps,value\n0,1,4,10,0.5\n" + line + "\n");
    assertThatThrownBy(() -> EvaluationTable.read(file))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("evaluations.csv line 3 is \"" + line + "\"");
  }
}
