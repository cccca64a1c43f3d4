package org.transformerzoo.scaleout.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.transformerzoo.scaleout.search.TinySearch.board;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.scaleout.StartsSpark;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.loop.StepReport;
import org.transformerzoo.training.loop.TrainingListener;
import org.transformerzoo.tuning.search.CandidateResult;
import org.transformerzoo.tuning.search.CandidateTrial;
import org.transformerzoo.tuning.search.Ending;
import org.transformerzoo.tuning.search.Search;
import org.transformerzoo.tuning.search.SearchFolder;
import org.transformerzoo.tuning.search.SearchOutcome;
import org.transformerzoo.tuning.search.SearchPlan;

/** A cluster of two executors, each a process of its own. */
@StartsSpark
@Tag("slow")
@Timeout(value = 900, unit = TimeUnit.SECONDS)
class SparkClusterTest {

  private static final int CANDIDATES = 4;

  @TempDir private Path folder;
  private TinySearch tiny;
  private JavaSparkContext context;

  @BeforeEach
  void start() throws IOException {
    tiny = new TinySearch(folder);
    // What Spark's launcher wants to see of an installation.
    Path home = folder.resolve("spark-home");
    Files.createDirectories(home.resolve("jars"));
    System.setProperty("spark.testing", "true");
    System.setProperty("spark.test.home", home.toString());
    SparkConf configuration =
        TinySearch.configuration(folder)
            .setMaster("local-cluster[2,1,1024]")
            .set("spark.executor.memory", "1g")
            .set("spark.cores.max", "2")
            // Begin when both executors are there.
            .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
            .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
            .set("spark.executorEnv.SPARK_SCALA_VERSION", "2.13")
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    context = new JavaSparkContext(configuration);
  }

  @AfterEach
  void stop() {
    context.close();
    System.clearProperty("spark.testing");
    System.clearProperty("spark.test.home");
  }

  private SearchPlan plan() throws IOException {
    return tiny.rates("{trials: %d, seeds: 2}".formatted(CANDIDATES));
  }

  private SearchOutcome search(ExecutorTrial trial) throws IOException {
    return new Search(plan(), folder.resolve("cluster"))
        .place(new SparkPlace(context, trial))
        .run();
  }

  private SearchOutcome here() throws IOException {
    return new Search(plan(), folder.resolve("here")).run();
  }

  @Test
  void theLeaderboardIsThatOfOneProcess() throws IOException {
    SearchOutcome outcome = search(new Noting(folder.toString(), ""));
    assertThat(board(outcome)).isEqualTo(board(here()));
    assertThat(begun()).as("each run once").doesNotHaveDuplicates().hasSize(2 * CANDIDATES);
    assertThat(processes()).hasSize(2).doesNotContain(ProcessHandle.current().pid());
  }

  @Test
  void anExecutorThatIsKilledInTheMiddleLosesNothing() throws IOException {
    SearchOutcome expected = here();
    String victim = key(expected.leaderboard().get(2), 2);
    SearchOutcome outcome = search(new Noting(folder.toString(), victim));

    assertThat(begun()).filteredOn(victim::equals).as("it was run again").hasSize(2);
    assertThat(board(outcome)).isEqualTo(board(expected));
    assertThat(new SearchFolder(folder.resolve("cluster")).results())
        .extracting(CandidateResult::index)
        .containsExactlyElementsOf(IntStream.range(0, CANDIDATES).boxed().toList());
  }

  @Test
  void aRunThatEndsEveryExecutorFailsAndTheOthersGoOn() throws IOException {
    SearchOutcome expected = here();
    CandidateResult poison = expected.leaderboard().get(2);
    SearchOutcome outcome = search(new Poisonous(key(poison, 1)));

    assertThat(outcome.whole()).isTrue();
    CandidateResult last = outcome.leaderboard().get(CANDIDATES - 1);
    assertThat(last.index()).isEqualTo(poison.index());
    assertThat(last.ending()).isEqualTo(Ending.FAILED);
    assertThat(last.reason()).startsWith("Its executors were lost, the last one by: ");
    assertThat(board(outcome).subList(0, CANDIDATES - 1)).isEqualTo(without(board(expected), 2));
  }

  private static List<?> without(List<?> list, int index) {
    List<Object> others = new ArrayList<>(list);
    others.remove(index);
    return others;
  }

  /** What tells a run from the others wherever it is. */
  private static String key(CandidateResult candidate, int seed) {
    return candidate.varied().get(UpdateSettings.LEARNING_RATE.key()) + " " + seed;
  }

  private static String key(FineTuningConfiguration configuration) {
    return configuration.get(UpdateSettings.LEARNING_RATE)
        + " "
        + configuration.get(TrainingSettings.SEED);
  }

  private List<String> begun() throws IOException {
    return Files.readAllLines(folder.resolve("begun.txt"));
  }

  private List<Long> processes() throws IOException {
    return Files.readAllLines(folder.resolve("processes.txt")).stream()
        .map(Long::valueOf)
        .distinct()
        .toList();
  }

  /** SIGKILL. */
  private static void killThisProcess() {
    try {
      new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid()))
          .start()
          .waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Fine-tunes, and notes which run began in which process; kills that of one run, once. */
  private record Noting(String folder, String victim) implements ExecutorTrial {

    @Override
    public CandidateTrial open(int threads) {
      CandidateTrial trial = ExecutorTrial.FINE_TUNING.open(threads);
      return (configuration, place, listeners) -> {
        note("begun.txt", key(configuration));
        note("processes.txt", String.valueOf(ProcessHandle.current().pid()));
        List<TrainingListener> all = new ArrayList<>(listeners);
        if (key(configuration).equals(victim) && Files.notExists(Path.of(folder, "killed"))) {
          all.add(new KillInStep(5, Path.of(folder, "killed")));
        }
        return trial.run(configuration, place, all);
      };
    }

    private void note(String name, String line) {
      try {
        Files.writeString(
            Path.of(folder, name),
            line + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private record KillInStep(long step, Path mark) implements TrainingListener {
    @Override
    public void stepped(StepReport report) {
      if (report.step() == step) {
        try {
          Files.createFile(mark);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        killThisProcess();
      }
    }
  }

  /** Kills every process that has a certain run. */
  private record Poisonous(String poison) implements ExecutorTrial {

    @Override
    public CandidateTrial open(int threads) {
      CandidateTrial trial = ExecutorTrial.FINE_TUNING.open(threads);
      return (configuration, place, listeners) -> {
        if (key(configuration).equals(poison)) {
          killThisProcess();
        }
        return trial.run(configuration, place, listeners);
      };
    }
  }
}
