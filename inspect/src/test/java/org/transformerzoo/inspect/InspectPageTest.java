package org.transformerzoo.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.FluentWait;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.inspect.server.InspectServer;
import org.transformerzoo.training.inference.InferenceOptions;
import org.transformerzoo.training.inference.Prediction;
import org.transformerzoo.training.inference.TextPredictor;

/** The page in front of someone: two models side by side on a data set. */
@Tag("slow")
class InspectPageTest {

  private static final String LIT = "document.querySelectorAll('#why .token').length > 0";

  @TempDir private static Path folder;

  private static Browser browser;
  private static TinyInspection tiny;
  private static InspectPage page;
  private static List<String> lines;

  @BeforeAll
  static void open() throws IOException {
    browser = Browser.start(folder);
    tiny = new TinyInspection(folder);
    lines = Files.readAllLines(tiny.data());
    lines = lines.subList(1, lines.size());
    page =
        InspectPage.open(
            tiny.settings(tiny.data(), tiny.first(), tiny.second()), InspectServer.LOOPBACK, 0);
  }

  @AfterAll
  static void close() {
    if (page != null) {
      page.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void load() {
    browser.widen();
    browser.prefer("light");
    browser.open(page.uri().toString());
    browser.await("document.body.dataset.status === 'ready'");
    awaitShown(lines.size());
  }

  @Test
  void showsTheDataBesideThePredictionsOfBothModels() {
    assertThat(browser.texts(".subject")).singleElement().asString().contains("first", "second");
    assertThat(browser.texts("#shown")).containsExactly(lines.size() + " rows");
    List<Prediction> expected = predictions(tiny.first());
    assertThat(browser.texts(".tabulator-row [tabulator-field='o0']"))
        .hasSizeGreaterThan(5)
        .allSatisfy(label -> assertThat(label).isIn("yes", "no"));
    assertThat(rows(".p[0].o"))
        .containsExactlyElementsOf(expected.stream().map(Prediction::outcome).toList());
    assertThat(rows(".p[1].o"))
        .containsExactlyElementsOf(
            predictions(tiny.second()).stream().map(Prediction::outcome).toList());
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void searchesAndFilters() {
    browser.write("#search", "GOOD");
    awaitShown(count("good"));
    browser.choose("select[aria-label='Filter shop']", "\"south\"");
    long both =
        lines.stream().filter(line -> line.contains("good") && line.endsWith("south")).count();
    awaitShown(both);
    browser.click("#clear");
    awaitShown(lines.size());
    browser.click("[data-quick='differ']");
    List<Prediction> first = predictions(tiny.first());
    List<Prediction> second = predictions(tiny.second());
    long differing = 0;
    for (int i = 0; i < lines.size(); i++) {
      differing += first.get(i).outcome().equals(second.get(i).outcome()) ? 0 : 1;
    }
    assertThat(differing).isPositive();
    awaitShown(differing);
    browser.click("#clear");
    browser.write("input[aria-label='Filter A prob.']", ">2");
    browser.press(Keys.ENTER);
    awaitShown(0);
    assertThat(browser.find(".tabulator-placeholder").getText())
        .isEqualTo("No row passes the filters");
  }

  @Test
  void explainsTheRowThatIsClicked() {
    openRow("good");
    browser.await(LIT);
    assertThat(browser.texts("#why .card h3")).containsExactly("A first", "B second");
    assertThat(browser.texts("#why .card > p").get(0)).contains("Logit", "completeness error");
    assertThat(browser.texts("#why .token")).anyMatch(token -> token.startsWith("good"));
    for (String method : List.of("gradient-times-input", "gradient-norm", "lime")) {
      browser.script("document.querySelector('#why .card').dataset.old = 'yes'");
      browser.choose("#why select", method);
      browser.await("document.querySelector('#why .card:not([data-old])')");
      browser.await(LIT);
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
    browser.await(LIT);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void movesThePredictionAsTheTextIsEdited() {
    openRow("good");
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
  void comparesTheModelsOnSlices() {
    browser.click("#tab-slices");
    browser.await("document.querySelectorAll('.matrix').length === 2");
    browser.await("document.querySelectorAll('#view-slices .chart canvas').length === 2");
    assertThat(browser.find("#comparison").getText()).contains("A and B agree on", "McNemar");
    browser.choose("#view-slices select", "label");
    browser.await("document.querySelectorAll('#slices tbody tr').length === 2");
    assertThat(browser.texts("#slices tbody tr .link"))
        .containsExactly("label = no", "label = yes");
    browser.choose("#view-slices select", "column shop");
    browser.await("document.querySelectorAll('#slices tbody tr').length === 3");
    assertThat(browser.texts("#slices tbody tr .link").get(0)).isEqualTo("shop = <i>east</i>");
    browser.choose("#view-slices select", "contains");
    browser.write("input[aria-label='What the texts contain']", "good");
    browser.press(Keys.ENTER);
    browser.await("document.querySelectorAll('#slices tbody tr').length === 1");
    assertThat(browser.texts("#slices tbody .link")).containsExactly("contains \"good\"");
    browser.click("#view-slices .matrix button[aria-label^='yes taken for yes']");
    browser.await("!document.getElementById('view-table').hidden");
    browser.await("document.querySelector('.chip').innerText.includes('yes taken for yes')");
    List<Prediction> first = predictions(tiny.first());
    awaitShown(
        IntStream.range(0, lines.size())
            .filter(row -> lines.get(row).startsWith("yes") && lines.get(row).contains("good"))
            .filter(row -> first.get(row).outcome().equals("yes"))
            .count());
  }

  @Test
  void choosesPointsOfTheProjectorForTheTable() {
    browser.click("#tab-projector");
    browser.await("document.querySelector('#points')?.dataset.points === '" + lines.size() + "'");
    browser.click("#brush-polygon");
    browser.drag(
        "#points", new int[][] {{-640, -120}, {640, -120}, {640, 240}, {-640, 240}, {-640, -100}});
    browser.await("document.getElementById('chosen-points').innerText !== ''");
    String told = browser.find("#chosen-points").getText();
    int chosen = Integer.parseInt(told.split(" ")[0]);
    assertThat(chosen).isBetween(1, lines.size());
    browser.click("#tab-table");
    awaitShown(chosen);
    browser.click(".chip button");
    awaitShown(lines.size());
    browser.click("#tab-projector");
    browser.click("#zoom-in");
    browser.click("#choose-view");
    browser.await("document.getElementById('chosen-points').innerText.includes('points')");
    browser.choose("#view-projector select", "umap");
    browser.await("document.querySelector('#points')?.dataset.points === '" + lines.size() + "'");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void savesTablesAndPictures() throws IOException {
    browser.write("#search", "good");
    awaitShown(count("good"));
    browser.click("#save-rows");
    List<String> saved = Files.readAllLines(downloaded("rows.csv"));
    assertThat(saved).hasSize((int) count("good") + 1);
    assertThat(saved.get(0))
        .isEqualTo(
            "line,text,second text,label,first prediction,first no,first yes,first right,"
                + "second prediction,second no,second yes,second right,shop");
    assertThat(saved.get(saved.size() - 1)).contains("\"<b>good</b> <script>", "\"\"document");
    browser.click("#tab-slices");
    browser.await("document.querySelectorAll('.matrix').length === 2");
    browser.click("#save-slices");
    assertThat(Files.readAllLines(downloaded("slices.csv")))
        .hasSize(2)
        .element(1)
        .asString()
        .startsWith("all," + lines.size());
    browser.click("#tab-projector");
    browser.await("document.querySelector('#points')?.dataset.points");
    browser.click("#view-projector .picture");
    BufferedImage picture = ImageIO.read(downloaded("points.png").toFile());
    assertThat(picture.getWidth()).isGreaterThan(1000);
  }

  @Test
  void isDarkWhereTheSystemIsOrSomeoneSaysSo() {
    assertThat(brightness()).isGreaterThan(200);
    browser.prefer("dark");
    browser.await("document.documentElement.dataset.theme === 'dark'");
    assertThat(brightness()).isLessThan(60);
    browser.click("#theme");
    assertThat(brightness()).isGreaterThan(200);
    assertThat(browser.find("#theme").getDomAttribute("aria-pressed")).isEqualTo("false");
  }

  @Test
  void fitsAPhone() {
    browser.narrowTo(390);
    assertThat(width()).isEqualTo(390);
    openRow("good");
    browser.await(LIT);
    assertThat(width()).isEqualTo(390);
    assertThat(browser.find("#detail").getSize().getWidth()).isGreaterThan(370);
    for (int view = 1; view < 4; view++) {
      browser.click("#why-" + view);
      browser.await(
          "!document.querySelector('#why .waiting') && document.querySelector('#why .card')");
      assertThat(width()).isEqualTo(390);
    }
    browser.click("#close");
    browser.click("#tab-slices");
    browser.await("document.querySelectorAll('.matrix').length === 2");
    assertThat(width()).isEqualTo(390);
    browser.click("#tab-projector");
    browser.await("document.querySelector('#points')?.dataset.points");
    assertThat(width()).isEqualTo(390);
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
    browser.await(LIT);
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
    awaitShown(1);
    assertThat(browser.texts(".tabulator-row [tabulator-field='text']"))
        .containsExactly(TinyInspection.MARKUP);
    assertThat(browser.texts(".tabulator-row [tabulator-field='m0']"))
        .containsExactly("<i>east</i>");
    openRow("<script>");
    browser.await(LIT);
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

  private static void awaitShown(long count) {
    browser.await("document.getElementById('rows').dataset.shown === '" + count + "'");
  }

  /** Opens the first row whose text has {@code part}. */
  private static void openRow(String part) {
    browser.write("#search", part);
    awaitShown(count(part));
    browser.click(".tabulator-row [tabulator-field='text']");
    browser.find("#detail #edit-text");
  }

  private static long count(String part) {
    return lines.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT)))
        .count();
  }

  private static List<Prediction> predictions(Path model) {
    try (TextPredictor predictor = TextPredictor.load(model, InferenceOptions.of(model))) {
      return predictor.predict(
          lines.stream().map(line -> TextPair.single(line.split("\t")[1])).toList());
    }
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

  private static Path downloaded(String name) {
    Path file = folder.resolve("downloads").resolve(name);
    new FluentWait<>(file).withTimeout(Duration.ofMinutes(1)).until(Files::exists);
    return file;
  }

  private static long brightness() {
    return (Long)
        browser.script(
            "return Number(/\\d+/.exec(getComputedStyle(document.body).backgroundColor)[0])");
  }

  private static long width() {
    return (Long) browser.script("return document.documentElement.scrollWidth");
  }
}
