package org.transformerzoo.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.transformerzoo.training.inference.Prediction;

/** The table and the example of a page that compares two models. */
@Tag("slow")
class InspectPageTest {

  @TempDir private static Path folder;

  private static ComparedPage shown;
  private static Browser browser;
  private static List<String> lines;

  @BeforeAll
  static void open() throws IOException {
    shown = new ComparedPage(folder);
    browser = shown.browser();
    lines = shown.lines();
  }

  @AfterAll
  static void close() {
    if (shown != null) {
      shown.close();
    }
  }

  @BeforeEach
  void load() {
    shown.load();
  }

  @Test
  void showsTheDataBesideThePredictionsOfBothModels() {
    assertThat(browser.texts(".subject")).singleElement().asString().contains("first", "second");
    assertThat(browser.texts("#shown")).containsExactly(lines.size() + " rows");
    List<Prediction> expected = shown.predictions(shown.models().first());
    assertThat(browser.texts(".tabulator-row [tabulator-field='o0']"))
        .hasSizeGreaterThan(5)
        .allSatisfy(label -> assertThat(label).isIn("yes", "no"));
    assertThat(rows(".p[0].o"))
        .containsExactlyElementsOf(expected.stream().map(Prediction::outcome).toList());
    assertThat(rows(".p[1].o"))
        .containsExactlyElementsOf(
            shown.predictions(shown.models().second()).stream().map(Prediction::outcome).toList());
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void searchesAndFilters() {
    browser.write("#search", "GOOD");
    shown.awaitShown(shown.count("good"));
    browser.choose("select[aria-label='Filter shop']", "\"south\"");
    long both =
        lines.stream().filter(line -> line.contains("good") && line.endsWith("south")).count();
    shown.awaitShown(both);
    browser.click("#clear");
    shown.awaitShown(lines.size());
    browser.click("[data-quick='differ']");
    List<Prediction> first = shown.predictions(shown.models().first());
    List<Prediction> second = shown.predictions(shown.models().second());
    long differing = 0;
    for (int i = 0; i < lines.size(); i++) {
      differing += first.get(i).outcome().equals(second.get(i).outcome()) ? 0 : 1;
    }
    assertThat(differing).isPositive();
    shown.awaitShown(differing);
    browser.click("#clear");
    browser.write("input[aria-label='Filter A prob.']", ">2");
    browser.press(Keys.ENTER);
    shown.awaitShown(0);
    assertThat(browser.find(".tabulator-placeholder").getText())
        .isEqualTo("No row passes the filters");
    browser.click("#clear"); // with the rows their scroll bar comes back
    shown.awaitShown(lines.size());
    browser.await(
        "[document.querySelector('.tabulator-tableholder')].every("
            + "(rows) => rows.scrollHeight > rows.clientHeight"
            + " && rows.scrollWidth === rows.clientWidth)");
  }

  @Test
  void explainsTheRowThatIsClicked() {
    shown.openRow("good");
    browser.await(ComparedPage.LIT);
    assertThat(browser.texts("#why .card h3")).containsExactly("A first", "B second");
    assertThat(browser.texts("#why .card > p").get(0)).contains("Logit", "completeness error");
    assertThat(browser.texts("#why .token")).anyMatch(token -> token.startsWith("good"));
    for (String method : List.of("gradient-times-input", "gradient-norm", "lime")) {
      browser.script("document.querySelector('#why .card').dataset.old = 'yes'");
      browser.choose("#why select", method);
      browser.await("document.querySelector('#why .card:not([data-old])')");
      browser.await(ComparedPage.LIT);
    }
    browser.click("#why-1");
    browser.await("document.querySelectorAll('#why .chart canvas').length === 2");
    assertThat(browser.texts("#why ol").get(0).lines().count()).isEqualTo(5);
    browser.choose("#why .card select", "-1"); // the rollout
    browser.await("[...document.querySelectorAll('#why select')].length === 4");
    browser.click("#why-2");
    browser.await("document.querySelectorAll('#why tbody tr').length === 20");
    browser.click("#why-3");
    browser.await("document.querySelectorAll('#why table').length === 2");
    browser.await(ComparedPage.LIT);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void movesThePredictionAsTheTextIsEdited() {
    shown.openRow("good");
    String before = browser.find(".answer").getDomAttribute("data-outcome");
    assertThat(before).isEqualTo("yes");
    browser.write("#edit-text", "bad poor bad shop");
    browser.await("document.querySelector('.answer').dataset.outcome === 'no'");
    assertThat(browser.texts("#answers .figures")).anyMatch(figures -> figures.contains("→"));
    browser.click("#reset");
    browser.await("document.querySelector('.answer').dataset.outcome === 'yes'");
    assertThat(browser.texts("#answers .figures")).noneMatch(figures -> figures.contains("→"));
  }

  @Test
  void canBeUsedByKeysAlone() {
    browser.script("document.querySelector('.tabulator-tableholder').focus()");
    browser.press(Keys.ARROW_DOWN);
    browser.await("document.querySelector('.tabulator-row.here')");
    assertThat(
            (String) browser.script("return getComputedStyle(document.activeElement).outlineStyle"))
        .isEqualTo("solid");
    browser.press(Keys.ARROW_DOWN);
    browser.await(
        "document.querySelector('.tabulator-row.here [tabulator-field=line]').innerText === '3'");
    browser.press(Keys.ENTER);
    assertThat(browser.find("#example").getText()).isEqualTo("Line 3");
    browser.await("document.activeElement.id === 'example'");
    browser.await(ComparedPage.LIT);
    browser.script("document.querySelector('#why .token').focus()");
    browser.press(Keys.ARROW_RIGHT);
    assertThat(browser.script("return document.activeElement.getAttribute('aria-label')"))
        .asString()
        .contains(": ");
    browser.script("document.getElementById('why-0').focus()");
    browser.press(Keys.ARROW_RIGHT);
    browser.await("document.activeElement.id === 'why-1'");
    browser.press(Keys.ESCAPE);
    browser.await("document.getElementById('detail').hidden");
    browser.await("document.activeElement.classList.contains('tabulator-tableholder')");
    browser.script("document.getElementById('tab-table').focus()");
    browser.press(Keys.ARROW_RIGHT);
    browser.await("!document.getElementById('view-slices').hidden");
  }

  @Test
  void showsMarkupAsText() {
    browser.write("#search", "<script>");
    shown.awaitShown(1);
    assertThat(browser.texts(".tabulator-row [tabulator-field='text']"))
        .containsExactly(TinyInspection.MARKUP);
    assertThat(browser.texts(".tabulator-row [tabulator-field='m0']"))
        .containsExactly("<i>east</i>");
    shown.openRow("<script>");
    browser.await(ComparedPage.LIT);
    for (int view = 1; view < 4; view++) {
      browser.click("#why-" + view);
      browser.await(
          "!document.querySelector('#why .waiting') && document.querySelector('#why .card')");
    }
    assertThat(browser.script("return document.title")).isEqualTo("Transformer Zoo: inspect");
    assertThat(
            browser.script(
                "return document.querySelectorAll('main b > script, main i > *, main img,"
                    + " .tabulator i').length"))
        .isEqualTo(0L);
  }

  /** What the server sent, row by row. */
  @SuppressWarnings("unchecked")
  private static List<String> rows(String what) {
    return (List<String>)
        browser.script(
            "return fetch('/api/rows?from=0').then((a) => a.json())"
                + ".then((a) => a.rows.map((row) => row"
                + what
                + "))");
  }
}
