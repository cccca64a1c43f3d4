package org.transformerzoo.tuning.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transformerzoo.tuning.report.ParsedPage.section;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.datavec.reader.Column;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.loop.TrainingFailedException;
import org.transformerzoo.tuning.search.Search;
import org.transformerzoo.tuning.search.SearchPlan;
import org.transformerzoo.tuning.search.SyntheticPlans;
import org.transformerzoo.tuning.search.SyntheticTrial;

class SearchReportTest {

  private static final String HOSTILE = "</td><script>alert('x')</script>&\"";

  @TempDir private Path folder;

  /** Three rates with three seeds: 0.2 + seed / 10, 0.4 + seed / 10, and a failure. */
  private Path search() {
    SearchPlan plan =
        SyntheticPlans.of(
            Map.of("learning-rate", Map.of("choice", List.of(0.2, 0.4, 0.6))),
            Map.of(),
            Map.of("generator", "grid", "seeds", 3));
    return run(
        plan,
        new SyntheticTrial(
            run -> {
              double rate = run.get(UpdateSettings.LEARNING_RATE);
              if (rate > 0.5) {
                throw new TrainingFailedException("The loss is NaN in step 3");
              }
              return rate + run.get(TrainingSettings.SEED) / 10.0;
            }));
  }

  private Path run(SearchPlan plan, SyntheticTrial trial) {
    return new Search(plan, folder.resolve("found")).trial(trial).run().folder();
  }

  private static ParsedPage page(Path search) throws IOException {
    return ParsedPage.read(SearchReport.read(search).write());
  }

  @Test
  void theLeaderboardHasMeanDeviationAndWorstOfTheSeeds() throws IOException {
    ParsedPage page = page(search());
    String rows = section("Leaderboard") + "//tbody/tr";
    assertThat(page.words(rows + "[1]/td").subList(0, 6))
        .containsExactly("1", "1", "0.6000", "0.1000", "0.5000", "0.4");
    assertThat(page.words(rows + "[2]/td").subList(0, 6))
        .containsExactly("2", "0", "0.4000", "0.1000", "0.3000", "0.2");
    assertThat(page.words(rows + "[3]/td").subList(0, 6))
        .containsExactly("3", "2", "–", "–", "–", "0.6");
    assertThat(page.words(rows)).hasSize(3);
  }

  @Test
  void theBestConfigurationIsReadyForFineTuning() throws IOException {
    String yaml = page(search()).words("//pre").get(0);
    FineTuningConfiguration ready =
        FineTuningConfiguration.builder()
            .setAll(Files.writeString(folder.resolve("best.yaml"), yaml))
            .set(TrainingSettings.OUTPUT, folder.resolve("tuned"))
            .build();
    assertThat(ready.get(UpdateSettings.LEARNING_RATE)).isEqualTo(0.4);
    assertThat(yaml).isEqualTo(Files.readString(folder.resolve("found/best.yaml")));
  }

  @Test
  void everyPictureShowsTheCandidatesThatHaveWhatItShows() throws IOException {
    ParsedPage page = page(search());
    String mark = "//*[@data-candidate]";
    assertThat(page.nodes(section("Score against each setting") + "//figure" + mark)).hasSize(2);
    assertThat(page.nodes(section("Spread over seeds") + mark)).hasSize(6);
    assertThat(page.nodes(section("Spread over seeds") + "//g[@class='box']")).hasSize(2);
    assertThat(page.nodes(section("Learning curves") + mark))
        .as("runs with evaluations")
        .hasSize(6);
    assertThat(page.nodes(section("Parallel coordinates") + mark)).hasSize(3);
    assertThat(page.words(section("Parallel coordinates") + "//text"))
        .contains("learning-rate", "accuracy", "0.2", "0.4", "0.6");
    assertThat(page.words(section("Score against each setting") + "//title"))
        .contains("Candidate 1: 0.6000; learning-rate 0.4");
  }

  @Test
  void failuresHaveTheirReason() throws IOException {
    assertThat(page(search()).words(section("Failed and stopped") + "//tbody//td"))
        .containsExactly("2", "failed", "The loss is NaN in step 3", "learning-rate 0.6");
  }

  @Test
  void nothingFromDataBecomesMarkup() throws IOException {
    SearchPlan plan =
        SyntheticPlans.of(
            Map.of("text-column", Map.of("choice", List.of("text", HOSTILE))),
            Map.of("label-separator", Map.of("choice", List.of(",", HOSTILE))),
            Map.of("generator", "grid"));
    Path found =
        run(
            plan,
            new SyntheticTrial(
                run -> {
                  if (run.get(DataSettings.TEXT_COLUMN).equals(Column.named("text"))) {
                    throw new TrainingFailedException(HOSTILE);
                  }
                  return 0.5;
                }));
    ParsedPage page = page(found);
    assertThat(page.html().split("<script", -1)).as("the page's own alone").hasSize(2);
    assertThat(page.nodes("//script")).isEmpty();
    assertThat(page.words("//td")).contains(HOSTILE);
    assertThat(page.words("//svg//title")).contains(HOSTILE);
    assertThat(page.words("//pre").get(0)).contains("alert");
  }

  @Test
  void thePageAsksNothingOfAnyOtherPlaceAndRunsOnlyItsOwnScript() throws Exception {
    ParsedPage page = page(search());
    assertThat(page.html())
        .doesNotContainPattern("https?:|src=|href=|url\\(|@import|\\son[a-z]+=|style=\"");
    assertThat(page.between("http-equiv=\"Content-Security-Policy\" content=\"", "\">"))
        .isEqualTo(
            "default-src 'none'; style-src %s; script-src %s"
                .formatted(
                    hash(page.between("<style>", "</style>")),
                    hash(page.between("<script>", "</script>"))));
  }

  private static String hash(String text) throws NoSuchAlgorithmException {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
  }

  @Test
  void tableAndJsonHaveTheSame() throws IOException {
    Path found = search();
    SearchReport.read(found).write();
    assertThat(Files.readAllLines(found.resolve("report.csv")).get(0))
        .isEqualTo("candidate,ending,score,deviation,worst,learning-rate,runs,seconds,reason");
    assertThat(found.resolve("report.csv"))
        .hasSameTextualContentAs(found.resolve("leaderboard.csv"));

    JsonNode json = new ObjectMapper().readTree(found.resolve("report.json").toFile());
    assertThat(json.at("/metric/name").asText()).isEqualTo("accuracy");
    assertThat(json.path("best").asInt()).isEqualTo(1);
    assertThat(json.path("unfinished").asBoolean()).isFalse();
    assertThat(json.path("candidates")).hasSize(3);
    assertThat(json.at("/candidates/0/spread/worst").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/candidates/0/result/runs/2/curve/points")).hasSize(4);
    assertThat(json.at("/candidates/2/spread/mean").isNull()).isTrue();
  }

  @Test
  void anEvaluationThatIsNoNumberIsLeftOutOfThePictureAndNullInJson() throws IOException {
    SearchPlan plan =
        SyntheticPlans.of(
            Map.of("learning-rate", Map.of("choice", List.of(0.2, 0.4))),
            Map.of(),
            Map.of("generator", "grid"));
    Path found =
        run(
            plan,
            new SyntheticTrial(
                run -> run.get(UpdateSettings.LEARNING_RATE) > 0.3 ? Double.NaN : 0.5));
    ParsedPage page = page(found);
    assertThat(page.nodes(section("Learning curves") + "//*[@data-candidate]")).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(found.resolve("report.json").toFile());
    assertThat(json.at("/candidates/1/result/runs/0/curve/points/0/value").isNull()).isTrue();
  }

  @Test
  void aSearchWithoutAnyScoreHasAReportToo() throws IOException {
    Path found =
        run(
            SyntheticPlans.hill(Map.of("trials", 3)),
            new SyntheticTrial(
                run -> {
                  throw new TrainingFailedException("The loss is NaN in step 1");
                }));
    ParsedPage page = page(found);
    assertThat(page.words("//dd").get(0)).isEqualTo("no candidate came to its end");
    assertThat(page.nodes("//pre")).isEmpty();
    assertThat(page.nodes(section("Failed and stopped") + "//tbody/tr")).hasSize(3);
  }

  @Test
  void anUnfinishedSearchSaysSo() throws IOException {
    Path found = search();
    Files.delete(found.resolve("candidates/00001/result.json"));
    ParsedPage page = page(found);
    assertThat(page.words("//p[@class='notice']").get(0))
        .startsWith("This search is unfinished: 2 of 3 candidates are done.");
    assertThat(page.nodes(section("Leaderboard") + "//tbody/tr")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"random, none", "genetic, halving"})
  void everySearchHasAPageThatABrowserCanRead(String generator, String stopping)
      throws IOException {
    Path found =
        run(
            SyntheticPlans.hill(
                Map.of("generator", generator, "trials", 30, "stopping", stopping, "seeds", 2)),
            new SyntheticTrial(SyntheticTrial.HILL));
    ParsedPage page = page(found);
    assertThat(page.nodes(section("Leaderboard") + "//tbody/tr")).hasSize(30);
    assertThat(page.nodes(section("Score against each setting") + "//figure")).hasSize(2);
    assertThat(page.nodes(section("Spread over seeds") + "//g[@class='box']"))
        .as("two seeds are too few for a box")
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere", "foreign"})
  void aFolderWithoutASearchIsRefused(String name) throws IOException {
    Path foreign = Files.createDirectory(folder.resolve("foreign"));
    Files.writeString(foreign.resolve("thesis.txt"), "mine");
    assertThatThrownBy(() -> SearchReport.read(folder.resolve(name)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageEndingWith(
            name
                + " holds no search: there is no search.yaml in it, expected the output of tzoo search");
    assertThat(foreign).isDirectoryNotContaining("glob:**report*");
  }

  @Test
  void aSearchWithoutAFinishedCandidateIsRefused() throws IOException {
    Path found = search();
    for (int candidate = 0; candidate < 3; candidate++) {
      Files.delete(found.resolve("candidates/0000" + candidate + "/result.json"));
    }
    assertThatThrownBy(() -> SearchReport.read(found))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("No candidate of the search in")
        .hasMessageEndingWith("is finished, expected at least one");
  }

  @Test
  void aSearchOfAMachineWithMoreCoresCanBeReported() throws IOException {
    Path found = search();
    Path plan = found.resolve("search.yaml");
    Files.writeString(plan, Files.readString(plan).replace("parallel: 1", "parallel: 4096"));
    assertThat(SearchReport.read(found).write()).exists();
  }
}
