package org.transformerzoo.scaleout.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transformerzoo.scaleout.search.TinySearch.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.BaseStatusListener;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.scaleout.StartsSpark;
import org.transformerzoo.training.finetuning.RunCard;
import org.transformerzoo.tuning.search.CandidateResult;
import org.transformerzoo.tuning.search.Search;
import org.transformerzoo.tuning.search.SearchFolder;
import org.transformerzoo.tuning.search.SearchOutcome;
import org.transformerzoo.tuning.search.SearchPlan;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.model.Folders;

/** Searches on executors leave and tell what those of one process do. */
@StartsSpark
class SparkSearchTest {

  @TempDir private static Path shared;
  private static JavaSparkContext context;

  @TempDir private Path folder;
  private TinySearch tiny;

  @BeforeAll
  static void start() {
    context = TinySearch.local(shared);
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @BeforeEach
  void prepare() {
    tiny = new TinySearch(folder);
  }

  private Search onSpark(SearchPlan plan, String name) {
    return new Search(plan, folder.resolve(name)).place(new SparkPlace(context));
  }

  private Search here(SearchPlan plan, String name) {
    return new Search(plan, folder.resolve(name));
  }

  @Test
  void theLeaderboardIsThatOfOneProcess() throws IOException {
    SearchPlan plan = tiny.rates("{trials: 4, seeds: 2}");
    SearchOutcome expected = here(plan, "here").run();
    SearchOutcome outcome = onSpark(plan, "spark").run();

    assertThat(outcome.whole()).isTrue();
    assertThat(board(outcome)).isEqualTo(board(expected));
    assertThat(folder.resolve("spark/best.yaml"))
        .hasSameTextualContentAs(folder.resolve("here/best.yaml"));
  }

  @Test
  void theFolderHasWhatThatOfOneProcessHas() throws IOException {
    SearchPlan plan = tiny.rates("{trials: 3}");
    int best = here(plan, "here").run().best().orElseThrow().index();
    onSpark(plan, "spark").run();

    assertThat(files("spark")).isEqualTo(files("here"));
    String model = "candidates/%05d/run-1/model/".formatted(best);
    assertThat(folder.resolve("spark/" + model + "model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("here/" + model + "model.safetensors"));
    assertThat(card("spark", model))
        .as("files have the names that the user knows")
        .isEqualTo(card("here", model));
  }

  /** The card of a model, without the name of the search's folder. */
  private JsonNode card(String name, String model) throws IOException {
    String card = Files.readString(folder.resolve(name + "/" + model + RunCard.NAME));
    return new ObjectMapper().readTree(card.replace(folder.resolve(name).toString(), "search"));
  }

  private List<String> files(String name) throws IOException {
    try (Stream<Path> members = Files.walk(folder.resolve(name))) {
      return members.map(member -> folder.resolve(name).relativize(member).toString()).toList();
    }
  }

  @Test
  void allModelsComeBackIfTheyAreToBeKeptAndNoneIfNot() throws IOException {
    onSpark(tiny.rates("{trials: 2, keep: all}"), "all").run();
    onSpark(tiny.rates("{trials: 2, keep: none}"), "none").run();
    assertThat(files("all")).filteredOn(file -> file.endsWith(".safetensors")).hasSize(2);
    assertThat(files("none")).filteredOn(file -> file.endsWith(".safetensors")).isEmpty();
  }

  @Test
  void aCandidateThatTheModelCannotBeGivenFailsWithTheReason() throws IOException {
    SearchPlan plan = tiny.plan("reinit-layers: {choice: [1, 7]}", "{generator: grid}");
    SearchOutcome outcome = onSpark(plan, "spark").run();
    assertThat(board(outcome)).isEqualTo(board(here(plan, "here").run()));
    assertThat(outcome.leaderboard().get(1).reason()).contains("reinit-layers is 7");
  }

  @Test
  void aFileThatNobodyCanUseEndsTheSearchAndHasTheNameThatTheUserGaveIt() throws IOException {
    SearchPlan plan = tiny.rates("{trials: 3}");
    Files.write(tiny.run().model().resolve("model.safetensors"), new byte[20]);
    assertThatThrownBy(() -> onSpark(plan, "spark").run())
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(tiny.run().model().resolve("model.safetensors").toString());
    assertThat(new SearchFolder(folder.resolve("spark")).results()).isEmpty();
  }

  @Test
  void aModelThatIsNowhereEndsTheSearch() throws IOException {
    SearchPlan plan = tiny.rates("{trials: 3}");
    Folders.delete(tiny.run().model());
    assertThatThrownBy(() -> onSpark(plan, "spark").run())
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(tiny.run().model().toString());
  }

  /** What ends a process ends it without a word to anybody. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private static BaseStatusListener killingAtCompletion(int completion) {
    AtomicInteger seen = new AtomicInteger();
    return new BaseStatusListener() {
      @Override
      public void onCandidateStatusChange(
          CandidateInfo info, IOptimizationRunner runner, OptimizationResult result) {
        if (info.getCandidateStatus() == CandidateStatus.Complete
            && seen.incrementAndGet() == completion) {
          throw new Killed();
        }
      }
    };
  }

  @Test
  void aKilledDriverGoesOnAndEndsTheSame() throws IOException {
    SearchPlan plan = tiny.rates("{generator: genetic, population: 4, trials: 6}");
    SearchOutcome expected = here(plan, "here").run();
    Search killed = onSpark(plan, "spark").listeners(killingAtCompletion(3));
    assertThatThrownBy(killed::run).isInstanceOf(Killed.class);

    List<Integer> finished = finished();
    assertThat(finished).hasSizeGreaterThanOrEqualTo(3).hasSizeLessThan(6);
    SearchOutcome outcome = onSpark(plan, "spark").run();

    assertThat(board(outcome)).isEqualTo(board(expected));
    assertThat(finished()).containsExactlyElementsOf(IntStream.range(0, 6).boxed().toList());
  }

  private List<Integer> finished() {
    return new SearchFolder(folder.resolve("spark"))
        .results().stream().map(CandidateResult::index).toList();
  }

  /** A run that has begun; executors are in this process. */
  private static final CountDownLatch BEGUN = new CountDownLatch(1);

  /** Ends the search once a run has begun. */
  private static final class EndsOnceBegun implements TerminationCondition {
    @Override
    public void initialize(IOptimizationRunner runner) {}

    @Override
    public boolean terminate(IOptimizationRunner runner) {
      return BEGUN.getCount() == 0;
    }
  }

  @Test
  @Timeout(60)
  void aConditionEndsTheSearchAndTheRunsThatWouldNeverEnd() throws IOException {
    ExecutorTrial endless =
        threads ->
            (configuration, place, listeners) -> {
              BEGUN.countDown();
              while (true) { // until a listener throws
                listeners.forEach(listener -> listener.stepped(null));
                Thread.onSpinWait();
              }
            };
    SearchOutcome outcome =
        new Search(tiny.rates("{trials: 5}"), folder.resolve("spark"))
            .place(new SparkPlace(context, endless))
            .terminationConditions(new EndsOnceBegun())
            .run();
    assertThat(outcome.whole()).isFalse();
    assertThat(outcome.leaderboard()).isEmpty();
    assertThat(here(tiny.rates("{trials: 2}"), "spark").run().leaderboard())
        .as("it goes on, in one process too")
        .hasSize(2);
    assertThat(Map.copyOf(context.getPersistentRDDs())).isEmpty();
  }

  @Test
  void anErrorThatIsNotOfTheTrainingEndsTheSearchInOneSentence() throws IOException {
    ExecutorTrial broken =
        threads -> {
          throw new NoClassDefFoundError("org/example/Absent");
        };
    Search search =
        new Search(tiny.rates("{trials: 3}"), folder.resolve("spark"))
            .place(new SparkPlace(context, broken));
    assertThatThrownBy(search::run)
        .hasMessageContaining("The executors of Spark cannot run the search: ")
        .hasMessageContaining("NoClassDefFoundError")
        .message()
        .hasLineCount(1);
    assertThat(finished()).isEmpty();
  }
}
