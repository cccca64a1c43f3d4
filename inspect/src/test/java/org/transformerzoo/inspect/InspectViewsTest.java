package org.transformerzoo.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.transformerzoo.training.inference.Prediction;

/** The views beside the table, on screens of all kinds. */
@Tag("slow")
class InspectViewsTest {

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
    List<Prediction> first = shown.predictions(shown.models().first());
    shown.awaitShown(
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
    shown.awaitShown(chosen);
    browser.click(".chip button");
    shown.awaitShown(lines.size());
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
    shown.awaitShown(shown.count("good"));
    browser.click("#save-rows");
    List<String> saved = Files.readAllLines(shown.downloaded("rows.csv"));
    assertThat(saved).hasSize((int) shown.count("good") + 1);
    assertThat(saved.get(0))
        .isEqualTo(
            "line,text,second text,label,first prediction,first no,first yes,first right,"
                + "second prediction,second no,second yes,second right,shop");
    assertThat(saved.get(saved.size() - 1)).contains("\"<b>good</b> <script>", "\"\"document");
    browser.click("#tab-slices");
    browser.await("document.querySelectorAll('.matrix').length === 2");
    browser.click("#save-slices");
    assertThat(Files.readAllLines(shown.downloaded("slices.csv")))
        .hasSize(2)
        .element(1)
        .asString()
        .startsWith("all," + lines.size());
    browser.click("#tab-projector");
    browser.await("document.querySelector('#points')?.dataset.points");
    browser.click("#view-projector .picture");
    BufferedImage picture = ImageIO.read(shown.downloaded("points.png").toFile());
    assertThat(picture.getWidth()).isGreaterThan(1000);
  }

  @Test
  void keepsTheFiltersOfColumnsForWhichThereIsNoRoom() {
    browser.narrowTo(390);
    browser.await("!document.getElementById('hidden-filters').hidden");
    assertThat(browser.texts(".tabulator-col-title")).contains("Text").doesNotContain("shop");
    browser.script("document.querySelector('#hidden-filters summary').focus()");
    browser.press(Keys.ENTER); // opens them
    browser.press(Keys.TAB);
    browser.await(
        "document.activeElement.matches('#hidden-filters input, #hidden-filters select')");
    browser.choose("#hidden-filters select[aria-label='Filter shop']", "\"south\"");
    shown.awaitShown(lines.stream().filter(line -> line.endsWith("south")).count());
    assertThat(browser.find("#hidden-filters summary").getText()).contains("1 in use");
    browser.click("#hidden-filters input[aria-label='Filter A prob.']");
    browser.press("<2");
    assertThat(browser.find("#hidden-filters summary").getText()).contains("2 in use");
    assertThat(browser.find("#hidden-filters input[aria-label='Filter A prob.']"))
        .extracting(field -> field.getDomProperty("value"))
        .isEqualTo("<2");
    assertThat(width()).isEqualTo(390);

    browser.widen(); // the filters above the columns have what was chosen
    browser.await("document.querySelector('.tabulator-col[tabulator-field=m0]').offsetWidth > 0");
    assertThat(
            browser.script(
                "return document.querySelector(\".tabulator select[aria-label='Filter shop']\")"
                    + ".value"))
        .isEqualTo("\"south\"");
    browser.click("#clear");
    shown.awaitShown(lines.size());
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
    shown.openRow("good");
    browser.await(ComparedPage.LIT);
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

  private static long brightness() {
    return (Long)
        browser.script(
            "return Number(/\\d+/.exec(getComputedStyle(document.body).backgroundColor)[0])");
  }

  private static long width() {
    return (Long) browser.script("return document.documentElement.scrollWidth");
  }
}
