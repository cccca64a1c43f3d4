package org.transformerzoo.scaleout.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.transformerzoo.scaleout.search.TinySearch.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.scaleout.StartsSpark;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.loop.StepMetrics;
import org.transformerzoo.training.loop.TrainingListener;
import org.transformerzoo.training.loop.TrainingPlan;
import org.transformerzoo.training.loop.TrainingResult;
import org.transformerzoo.tuning.search.CandidateTrial;
import org.transformerzoo.tuning.search.Ending;
import org.transformerzoo.tuning.search.Search;
import org.transformerzoo.tuning.search.SearchOutcome;
import org.transformerzoo.tuning.search.SearchPlan;
import org.transformerzoo.zoo.environment.NativeThreads;

/** An executor of two cores whose tasks take two each: one candidate after the other. */
@StartsSpark
class SparkSlotsTest {

  @TempDir private static Path shared;
  private static JavaSparkContext context;

  @TempDir private Path folder;
  private TinySearch tiny;

  @BeforeAll
  static void start() {
    context =
        new JavaSparkContext(
            TinySearch.configuration(shared).setMaster("local[2]").set("spark.task.cpus", "2"));
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @BeforeEach
  void prepare() {
    tiny = new TinySearch(folder);
  }

  @Test
  void thereIsASlotForAsManyTasksAsTheCoresAreEnoughFor() {
    assertThat(new SparkPlace(context).slots()).isEqualTo(1);
  }

  /** Notes how many native threads the thread of the run may have. */
  private record ThreadNote(Path file) implements TrainingListener {
    @Override
    public void started(TrainingPlan plan, long stepsTaken) {
      OptionalInt limit = NativeThreads.limit();
      try {
        Files.writeString(file, limit.isPresent() ? String.valueOf(limit.getAsInt()) : "unknown");
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void aRunHasAsManyThreadsAsItsTaskHasCores() throws IOException {
    String file = folder.resolve("threads.txt").toString();
    ExecutorTrial noting =
        threads -> {
          CandidateTrial trial = ExecutorTrial.FINE_TUNING.open(threads);
          return (configuration, place, listeners) ->
              trial.run(
                  configuration, place, List.of(new ThreadNote(Path.of(file)), listeners.get(0)));
        };
    new Search(tiny.rates("{trials: 1}"), folder.resolve("spark"))
        .place(new SparkPlace(context, noting))
        .run();
    String limit = Files.readString(Path.of(file));
    assumeThat(limit).as("a system with libgomp").isNotEqualTo("unknown");
    assertThat(limit).isEqualTo("2");
  }

  /** Accuracy rises in four equal steps to a height that the learning rate decides. */
  private static final CandidateTrial RISING =
      (configuration, place, listeners) -> {
        double distance = Math.log10(configuration.get(UpdateSettings.LEARNING_RATE)) + 2;
        double height = 1 - 0.2 * distance * distance;
        TrainingPlan plan = new TrainingPlan(4, 4, OptionalLong.of(1), 1);
        listeners.forEach(listener -> listener.started(plan, 0));
        List<StepMetrics> all =
            IntStream.rangeClosed(1, 4)
                .mapToObj(step -> new StepMetrics(step, Map.of("accuracy", height * step / 4)))
                .toList();
        all.forEach(now -> listeners.forEach(listener -> listener.evaluated(now, true)));
        return new TrainingResult(all.get(3), all.get(3), false);
      };

  @ParameterizedTest
  @ValueSource(strings = {"median", "halving"})
  void rulesSeeInARunWhatEndedBeforeItAndStopWhatTheyStopInOneProcess(String rule)
      throws IOException {
    SearchPlan plan = tiny.rates("{trials: 20, stopping: %s}".formatted(rule));
    SearchOutcome expected = new Search(plan, folder.resolve("here")).trial(RISING).run();
    SearchOutcome outcome =
        new Search(plan, folder.resolve("spark"))
            .place(new SparkPlace(context, threads -> RISING))
            .run();
    assertThat(board(outcome)).isEqualTo(board(expected));
    assertThat(outcome.leaderboard())
        .filteredOn(candidate -> candidate.ending() == Ending.STOPPED)
        .isNotEmpty();
  }
}
