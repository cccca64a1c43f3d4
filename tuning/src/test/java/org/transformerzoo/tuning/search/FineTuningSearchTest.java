package org.transformerzoo.tuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.finetuning.TinyRun;
import org.transformerzoo.training.loop.StepReport;
import org.transformerzoo.training.loop.TrainingListener;

/** Searches that fine-tune. */
class FineTuningSearchTest {

  @TempDir private Path folder;

  private SearchPlan plan(String space, String options) throws IOException {
    TinyRun run = new TinyRun(folder);
    Path yaml =
        Files.writeString(
            folder.resolve("search.yaml"),
            """
            model: %s
            train: %s
            dev: %s
            epochs: 6
            batch-size: 8
            dropout: 0
            %s
            search: %s
            """
                .formatted(run.model(), run.train(), run.dev(), space, options));
    return SearchPlan.read(yaml, Map.of());
  }

  @Test
  void findsTheLearningRateThatLearns() throws IOException {
    SearchPlan plan =
        plan("learning-rate: {choice: [1e-12, 1e-2]}", "{generator: grid, trials: 10, seeds: 2}");
    SearchOutcome outcome = new Search(plan, folder.resolve("found")).run();

    assertThat(outcome.whole()).isTrue();
    assertThat(outcome.leaderboard()).hasSize(2);
    CandidateResult best = outcome.best().orElseThrow();
    assertThat(best.varied()).isEqualTo(Map.of("learning-rate", 1e-2));
    assertThat(best.runs()).extracting(RunResult::seed).containsExactly(1L, 2L);
    assertThat(best.score()).isEqualTo((best.runs().get(0).best() + best.runs().get(1).best()) / 2);
    assertThat(best.score()).isGreaterThan(outcome.leaderboard().get(1).score());
  }

  @Test
  void leavesAFolderForEachCandidateAndTheBestConfiguration() throws IOException {
    SearchPlan plan = plan("learning-rate: {log-uniform: [1e-4, 1e-2]}", "{trials: 3}");
    Path output = folder.resolve("found");
    SearchOutcome outcome = new Search(plan, output).run();

    CandidateResult best = outcome.best().orElseThrow();
    for (CandidateResult candidate : outcome.leaderboard()) {
      Path place = new SearchFolder(output).candidate(candidate.index());
      assertThat(place.resolve("configuration.yaml")).exists();
      assertThat(place.resolve("result.json")).exists();
      assertThat(place.resolve("run-1/metrics.jsonl")).isNotEmptyFile();
      assertThat(place.resolve("run-1/log.txt")).isNotEmptyFile();
      assertThat(Files.exists(place.resolve("run-1/model/config.json")))
          .isEqualTo(candidate.equals(best));
    }
    FineTuningConfiguration ready =
        FineTuningConfiguration.builder()
            .setAll(output.resolve("best.yaml"))
            .set(TrainingSettings.OUTPUT, folder.resolve("tuned"))
            .build();
    assertThat(ready.get(TrainingSettings.EPOCHS)).isEqualTo(6);
    List<String> board = Files.readAllLines(output.resolve("leaderboard.csv"));
    assertThat(board).hasSize(4);
    assertThat(board.get(1)).startsWith(best.index() + ",complete," + best.score());
  }

  @Test
  void killedInTheMiddleOfARunItEndsWithTheSameScores() throws IOException {
    SearchPlan plan = plan("learning-rate: {log-uniform: [1e-4, 1e-2]}", "{trials: 3}");
    SearchOutcome expected = new Search(plan, folder.resolve("whole")).run();
    CandidateTrial killed =
        (configuration, place, listeners) -> {
          List<TrainingListener> all = new ArrayList<>(listeners);
          all.add(new KilledInStep(place.endsWith("00001/run-1") ? 9 : Long.MAX_VALUE));
          return new FineTuningTrial().run(configuration, place, all);
        };
    Path output = folder.resolve("killed");
    assertThatThrownBy(() -> new Search(plan, output).trial(killed).run())
        .isInstanceOf(AssertionError.class);
    assertThat(new SearchFolder(output).results()).hasSize(1);

    assertThat(scores(new Search(plan, output).run())).isEqualTo(scores(expected));
  }

  private static Map<Integer, Double> scores(SearchOutcome outcome) {
    return outcome.leaderboard().stream()
        .collect(Collectors.toMap(CandidateResult::index, CandidateResult::score));
  }

  /** Ends the process as far as the search can see. */
  private record KilledInStep(long step) implements TrainingListener {
    @Override
    public void stepped(StepReport report) {
      if (report.step() == step) {
        throw new AssertionError("killed");
      }
    }
  }

  @Test
  void candidatesSideBySideHaveTheScoresOfThoseOneAfterTheOther() throws IOException {
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
    String space = "learning-rate: {log-uniform: [1e-4, 1e-2]}\nllrd: {uniform: [0.8, 1.0]}";
    SearchOutcome alone = new Search(plan(space, "{trials: 4}"), folder.resolve("a")).run();
    SearchOutcome together =
        new Search(plan(space, "{trials: 4, parallel: 2}"), folder.resolve("b")).run();
    assertThat(scores(together).keySet()).isEqualTo(scores(alone).keySet());
    scores(alone)
        .forEach(
            (index, score) ->
                assertThat(scores(together).get(index)).as("%d", index).isEqualTo(score));
  }

  @Test
  void aFileThatIsMissingForAllCandidatesEndsTheSearchAtOnce() throws IOException {
    SearchPlan plan = plan("learning-rate: {log-uniform: [1e-4, 1e-2]}", "{trials: 3}");
    Files.delete(folder.resolve("train.tsv"));
    Path output = folder.resolve("found");
    assertThatThrownBy(() -> new Search(plan, output).run())
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("train.tsv");
    assertThat(new SearchFolder(output).results()).isEmpty();
  }

  @Test
  void aCandidateThatTheModelCannotBeGivenFailsWithTheReason() throws IOException {
    SearchPlan plan = plan("reinit-layers: {choice: [1, 7]}", "{generator: grid}");
    SearchOutcome outcome = new Search(plan, folder.resolve("found")).run();
    assertThat(outcome.best().orElseThrow().varied()).isEqualTo(Map.of("reinit-layers", 1));
    assertThat(outcome.leaderboard().get(1).reason()).contains("reinit-layers is 7");
  }
}
