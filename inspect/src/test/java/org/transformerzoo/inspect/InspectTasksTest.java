package org.transformerzoo.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.inspect.server.InspectServer;
import org.transformerzoo.training.analysis.ObservedTasks;
import org.transformerzoo.training.analysis.ObservedTasks.Tuned;
import org.transformerzoo.training.finetuning.TinyArchitecture;

/** The page with a model of each task, each of another architecture. */
@Tag("slow")
class InspectTasksTest {

  private static final int EXAMPLES = 20;
  private static final String ASKED =
      "!document.querySelector('#why .waiting') && document.querySelector('#why .card')";

  @TempDir private static Path home;
  @TempDir private Path folder;

  private static Browser browser;
  private InspectPage page;

  @BeforeAll
  static void start() {
    browser = Browser.start(home);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void close() {
    if (page != null) {
      page.close();
    }
  }

  @Test
  void pairsOfTexts() throws IOException {
    Tuned tuned = ObservedTasks.tunePairs(folder, TinyArchitecture.ROBERTA);
    open(tuned, "Line", "Text", "Second text", "Label", "Prediction", "Prob.", "Right");
    String second = Files.readAllLines(tuned.file()).get(1).split("\t")[2];
    assertThat(browser.find("#edit-pair").getDomProperty("value")).isEqualTo(second);
    seeEverything();

    String before = browser.texts("#answers .figures").toString();
    browser.write("#edit-pair", "bad poor bad shop");
    browser.await("document.querySelector('#answers .figures').innerText.includes('→')");
    assertThat(browser.texts("#answers .figures").toString()).isNotEqualTo(before);
    seeSlices();
    assertThat(browser.texts(".matrix")).hasSize(1);
  }

  @Test
  void severalLabelsAtOnce() throws IOException {
    Tuned tuned = ObservedTasks.tune(folder, TinyArchitecture.BART, "multilabel");
    open(tuned, "Line", "Text", "Label", "Prediction", "Prob.", "Right", "score");
    List<String> outcome =
        List.of(browser.find(".answer").getDomAttribute("data-outcome").split(","));
    assertThat(browser.texts("#answers th").stream().filter(name -> name.startsWith("▸ ")))
        .containsExactlyInAnyOrderElementsOf(
            outcome.stream().filter(name -> !name.isEmpty()).map(name -> "▸ " + name).toList());
    assertThat(browser.texts("#answers th")).hasSize(2);
    assertThat(browser.texts("#answers p").get(0)).startsWith("Label: ");
    seeEverything();

    browser.click("#why-1");
    browser.await(ASKED);
    browser.choose("#why .card select", "cross_attentions");
    browser.await("document.querySelector('#why ol li')");
    assertThat(browser.texts("#why .card > div:last-child option").get(0)).startsWith("(begin)");
    seeSlices();
    assertThat(browser.texts(".matrix")).isEmpty();
    assertThat(browser.texts("#slices thead th")).anyMatch(name -> name.contains("f1"));
  }

  @Test
  void aFileWithoutTheSeveralLabelsHasNoTruth() throws IOException {
    Tuned tuned = ObservedTasks.tune(folder, TinyArchitecture.BERT, "multilabel");
    Path bare = Files.writeString(folder.resolve("bare.tsv"), "text\ngood box\nbad shop\n");
    page = opened(new InspectionSettings(List.of(tuned.folder()), bare, tuned.configuration()));
    browser.await("document.getElementById('rows').dataset.shown === '2'");
    assertThat(browser.texts("[data-quick]")).containsExactly("All");
    browser.click("#tab-slices");
    browser.await("document.getElementById('view-slices').innerText.includes('Without labels')");
    assertThat(browser.texts("#slices thead th")).containsExactly("Slice", "Rows");
  }

  @Test
  void numbers() throws IOException {
    Tuned tuned = ObservedTasks.tune(folder, TinyArchitecture.BERT, "regression");
    open(tuned, "Line", "Text", "Label", "Value", "Error", "tags");
    assertThat(browser.texts("#answers th")).containsExactly("score");
    double value = Double.parseDouble(browser.texts("#answers .figures").get(0));
    seeEverything();

    browser.write("#edit-text", "bad poor bad shop");
    browser.await("document.querySelector('#answers .figures').innerText.includes('→')");
    assertThat(browser.texts("#answers .figures").get(0)).startsWith("%.3f →".formatted(value));
    browser.write("input[aria-label='Filter Value']", "-100..100");
    browser.await("document.getElementById('rows').dataset.shown === '" + EXAMPLES + "'");
    browser.write("input[aria-label='Filter Value']", ">100");
    browser.await("document.getElementById('rows').dataset.shown === '0'");
    browser.click("#clear");
    seeSlices();
    assertThat(browser.texts(".matrix")).isEmpty();
    // Among rows of the same label no correlation is defined.
    browser.choose("#view-slices select", "label");
    browser.await("document.querySelectorAll('#slices tbody tr').length === 2");
    assertThat(browser.texts("#view-slices .failure")).isEmpty();
    assertThat(browser.texts("#slices tbody .link"))
        .containsExactly("label from -1 to -1", "label from 1 to 1");
  }

  @Test
  void labelsOfWords() throws IOException {
    Tuned tuned = ObservedTasks.tune(folder, TinyArchitecture.XLNET, "tokens");
    open(tuned, "Line", "Text", "Label", "Prediction", "Prob.", "Right");
    List<String> words = List.of(browser.find("#edit-text").getDomProperty("value").split(" "));
    assertThat(browser.texts("#answers tbody td:first-child")).isEqualTo(words);
    assertThat(browser.texts("#answers tbody td:last-child")).hasSameSizeAs(words);
    browser.await(ComparedPage.LIT);
    String first = words.get(0);
    assertThat(browser.texts("#why .card > p").get(0)).contains(" of “" + first + "”");
    seeEverything();

    browser.write("#edit-text", "good box today");
    browser.await("document.querySelectorAll('#answers tbody tr').length === 3");
    browser.click("#why-0");
    browser.await("document.querySelectorAll('#why .token').length === 5");
    browser.click("#why .token:nth-child(3)");
    browser.await("document.querySelector('#why .card > p')?.innerText.includes(' of “today”')");
    browser.write("#edit-text", "good"); // which has no third token
    browser.await("document.querySelector('#why .card > p')?.innerText.includes(' of “good”')");
    seeSlices();
    assertThat(browser.texts(".matrix")).hasSize(1);
  }

  private static InspectPage opened(InspectionSettings settings) {
    InspectPage page = InspectPage.open(settings, InspectServer.LOOPBACK, 0);
    browser.widen();
    browser.open(page.uri().toString());
    browser.await("document.body.dataset.status === 'ready'");
    return page;
  }

  /** Opens the page, whose table has {@code columns}, and its first example. */
  private void open(Tuned tuned, String... columns) {
    page =
        opened(
            new InspectionSettings(List.of(tuned.folder()), tuned.file(), tuned.configuration()));
    browser.await("document.getElementById('rows').dataset.shown === '" + EXAMPLES + "'");
    assertThat(browser.texts(".tabulator-col-title")).containsExactly(columns);
    browser.click(".tabulator-row [tabulator-field='text']");
    browser.find("#detail #edit-text");
  }

  /** Looks at each explanation of the example that is open. */
  private static void seeEverything() {
    for (String method : List.of("gradient-times-input", "lime", "integrated-gradients")) {
      browser.choose("#why select", method);
      browser.await(ASKED);
      assertThat(browser.texts("#why .failure")).isEmpty();
    }
    for (int view = 1; view < 4; view++) {
      browser.click("#why-" + view);
      browser.await(ASKED);
      assertThat(browser.texts("#why .failure")).isEmpty();
    }
    assertThat(browser.complaints()).isEmpty();
  }

  /** Looks at the slices by length, then at all rows, and at the points. */
  private static void seeSlices() {
    browser.click("#tab-projector");
    browser.await("document.querySelector('#points')?.dataset.points === '" + EXAMPLES + "'");
    browser.click("#tab-slices");
    browser.await("document.querySelector('#slices tbody tr')");
    browser.choose("#view-slices select", "length");
    browser.await("document.querySelectorAll('#slices tbody tr').length > 1");
    browser.choose("#view-slices select", "all");
    browser.await("document.querySelectorAll('#slices tbody tr').length === 1");
    assertThat(browser.texts("#slices tbody td.number").get(0)).isEqualTo("" + EXAMPLES);
    assertThat(browser.complaints()).isEmpty();
  }
}
