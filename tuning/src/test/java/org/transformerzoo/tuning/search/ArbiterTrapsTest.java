package org.transformerzoo.tuning.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.Chromosome;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.SinglePointCrossover;
import org.deeplearning4j.arbiter.optimize.generator.genetic.population.PopulationModel;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.BaseStatusListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.RegularizationSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.loop.TrainingFailedException;

/** What goes wrong in a search on Arbiter that trusts it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ArbiterTrapsTest {

  @TempDir private Path folder;
  private final List<IOptimizationRunner> runners = new ArrayList<>();

  private static SearchPlan ratesOf(List<?> rates, Map<String, ?> options) {
    return SyntheticPlans.of(Map.of("learning-rate", Map.of("choice", rates)), Map.of(), options);
  }

  private SearchOutcome grid(ToDoubleFunction<FineTuningConfiguration> objective, List<?> rates) {
    return new Search(ratesOf(rates, Map.of("generator", "grid")), folder.resolve("found"))
        .trial(new SyntheticTrial(objective))
        .listeners(noting())
        .run();
  }

  /** Keeps the runner, to look at what it says of itself at the end. */
  private BaseStatusListener noting() {
    return new BaseStatusListener() {
      @Override
      public void onInitialization(IOptimizationRunner runner) {
        runners.add(runner);
      }
    };
  }

  private static double rate(FineTuningConfiguration configuration) {
    return configuration.get(UpdateSettings.LEARNING_RATE);
  }

  @Test
  void aFirstScoreThatIsNaNDoesNotStayTheBest() {
    SearchOutcome outcome =
        grid(
            configuration -> rate(configuration) < 0.2 ? Double.NaN : rate(configuration),
            List.of(0.1, 0.2, 0.3));
    assertThat(outcome.best().orElseThrow().varied()).containsEntry("learning-rate", 0.3);
    assertThat(runners.get(0).bestScore()).as("Arbiter's own").isEqualTo(0.3);
    CandidateResult failed = outcome.leaderboard().get(2);
    assertThat(failed.index()).isZero();
    assertThat(failed.ending()).isEqualTo(Ending.FAILED);
    assertThat(failed.reason()).isEqualTo("The metric accuracy is NaN after step 4");
  }

  @Test
  void aTaskThatThrowsIsRecordedWithItsReasonAndTheOthersGoOn() {
    List<CandidateStatus> told = new ArrayList<>();
    SearchOutcome outcome =
        new Search(ratesOf(List.of(0.1, 0.2), Map.of("generator", "grid")), folder.resolve("f"))
            .trial(
                new SyntheticTrial(
                    configuration -> {
                      if (rate(configuration) < 0.2) {
                        throw new TrainingFailedException("The loss is NaN in step 3");
                      }
                      return 0.5;
                    }))
            .listeners(
                new BaseStatusListener() {
                  @Override
                  public void onCandidateStatusChange(
                      CandidateInfo info, IOptimizationRunner runner, OptimizationResult result) {
                    synchronized (told) {
                      told.add(info.getCandidateStatus());
                    }
                  }
                },
                noting())
            .run();
    assertThat(runners.get(0).getCandidateStatus())
        .as("Arbiter's own")
        .extracting(CandidateInfo::getCandidateStatus)
        .containsExactlyInAnyOrder(CandidateStatus.Failed, CandidateStatus.Complete);
    assertThat(outcome.leaderboard()).extracting(CandidateResult::index).containsExactly(1, 0);
    assertThat(outcome.leaderboard().get(1).reason()).isEqualTo("The loss is NaN in step 3");
    assertThat(told)
        .contains(CandidateStatus.Running, CandidateStatus.Failed, CandidateStatus.Complete);
  }

  @Test
  void contradictionsOfSomeCombinationsAreFailuresAndNotRepeatedForEver() {
    List<Object> orUnset = new ArrayList<>();
    orUnset.add(null);
    orUnset.add(0.1);
    SearchPlan plan =
        SyntheticPlans.of(
            Map.of("mixout", Map.of("choice", orUnset)),
            Map.of("dropout", Map.of("choice", orUnset)),
            Map.of("generator", "random", "trials", 12));
    SearchOutcome outcome =
        new Search(plan, folder.resolve("found"))
            .trial(
                new SyntheticTrial(run -> run.isGiven(RegularizationSettings.MIXOUT) ? 0.5 : 0.25))
            .run();
    assertThat(outcome.leaderboard()).hasSize(12);
    assertThat(outcome.leaderboard().get(11).reason())
        .isEqualTo("mixout and dropout are both set, expected one of them: mixout takes its place");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void aTimeLimitEndsTheSearchWithoutWaitingForWhatIsUnderWay(int trials) {
    CountDownLatch begun = new CountDownLatch(1);
    Search search =
        new Search(SyntheticPlans.hill(Map.of("trials", trials)), folder.resolve("found"));
    SearchOutcome outcome =
        search
            .trial(
                (configuration, place, listeners) -> {
                  begun.countDown();
                  while (true) { // until a listener throws
                    listeners.forEach(listener -> listener.stepped(null));
                    Thread.onSpinWait();
                  }
                })
            .terminationConditions(new EndsOnce(begun))
            .run();
    assertThat(outcome.whole()).isFalse();
    assertThat(outcome.leaderboard()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeWrittenEndsTheSearch() {
    Search search = new Search(SyntheticPlans.hill(Map.of("trials", 5)), folder.resolve("found"));
    search.trial(
        (configuration, place, listeners) -> {
          throw new SearchFolderLostError();
        });
    assertThatThrownBy(search::run).isInstanceOf(SearchFolderLostError.class);
  }

  /** Not a failure of the candidate. */
  private static final class SearchFolderLostError extends Error {
    private static final long serialVersionUID = 1;
  }

  @Test
  void everyFinishedCandidateIsSavedThoughArbiterSavesNone() {
    SearchOutcome outcome = grid(configuration -> 1, List.of(0.1, 0.2));
    assertThat(new SearchFolder(outcome.folder()).results())
        .usingRecursiveFieldByFieldElementComparator()
        .isEqualTo(outcome.leaderboard());
    assertThat(runners.get(0).getResults()).hasSize(2);
  }

  @Test
  void anExhaustedGridEndsTheSearchWhateverTrialsAllow() {
    SearchOutcome outcome =
        new Search(
                ratesOf(List.of(0.1, 0.2), Map.of("generator", "grid", "trials", 1000)),
                folder.resolve("found"))
            .trial(new SyntheticTrial(configuration -> 1))
            .run();
    assertThat(outcome.whole()).isTrue();
    assertThat(outcome.leaderboard()).hasSize(2);
  }

  /** It has no JSON on this Java, so that a search must not need it. */
  @Test
  void aGeneticSearchGoesOnWithoutArbitersJson() {
    Map<String, Object> options = Map.of("generator", "genetic", "population", 4, "trials", 8);
    SearchOutcome whole = hill(options, "whole");
    hill(Map.of("generator", "genetic", "population", 4, "trials", 6), "half");
    SearchOutcome further = hill(options, "half");
    assertThat(further.leaderboard())
        .extracting(CandidateResult::varied)
        .isEqualTo(whole.leaderboard().stream().map(CandidateResult::varied).toList());
  }

  private SearchOutcome hill(Map<String, ?> options, String name) {
    return new Search(SyntheticPlans.hill(options), folder.resolve(name))
        .trial(new SyntheticTrial(SyntheticTrial.HILL))
        .run();
  }

  /** A NaN would be the fittest of a generation, and its genes in every child. */
  @Test
  void aGeneratorIsNotToldOfCandidatesWithoutAScore() {
    List<Integer> told = new ArrayList<>();
    SearchPlan plan = SyntheticPlans.hill(Map.of());
    SearchRecord record = new SearchRecord(plan.metric(), List.of());
    CandidateSequence sequence =
        new CandidateSequence(
            new RandomSearchGenerator(plan.space()) {
              @Override
              public void reportResults(OptimizationResult result) {
                told.add(result.getCandidate().getIndex());
              }
            },
            4,
            2,
            record);
    for (int index = 0; index < 2; index++) {
      assertThat(sequence.getCandidate().getIndex()).isEqualTo(index);
      record.add(finished(index, index == 0 ? null : 0.5));
    }
    assertThat(sequence.hasMoreCandidates()).isTrue();
    assertThat(told).containsExactly(1);
  }

  private static CandidateResult finished(int index, Double score) {
    Ending ending = score == null ? Ending.FAILED : Ending.COMPLETE;
    return new CandidateResult(index, Map.of(), ending, score, List.of(), 1, null);
  }

  @Test
  void leavesNoThreadsBehind() {
    grid(configuration -> 1, List.of(0.1, 0.2));
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(Thread::isAlive)
        .filteredOn(thread -> thread.getName().startsWith("ArbiterOptimizationRunner"))
        .allSatisfy(thread -> thread.join(10_000))
        .noneMatch(Thread::isAlive);
  }

  @Test
  void aChildNeverSharesItsGenesWithAParent() {
    PopulationModel population = new PopulationModel.Builder().populationSize(4).build();
    population.initializeInstance(false);
    double[][] genes = {{0.1, 0.2}, {0.3, 0.4}};
    population.add(new Chromosome(genes[0], 1));
    population.add(new Chromosome(genes[1], 2));
    CopyingCrossover crossover =
        new CopyingCrossover(new SinglePointCrossover.Builder().crossoverRate(0).build());
    crossover.initializeInstance(population);
    assertThat(crossover.crossover().getGenes()).isNotSameAs(genes[0]).isNotSameAs(genes[1]);
  }

  @Test
  void aGenerationOfFailuresIsFollowedByAnother() {
    SearchOutcome outcome =
        new Search(
                SyntheticPlans.hill(Map.of("generator", "genetic", "population", 4, "trials", 12)),
                folder.resolve("found"))
            .trial(new SyntheticTrial(configuration -> Double.NaN))
            .run();
    assertThat(outcome.whole()).isTrue();
    assertThat(outcome.leaderboard()).hasSize(12);
    assertThat(outcome.best()).isEmpty();
  }
}
