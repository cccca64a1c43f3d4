package org.transformerzoo.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.inspect.server.InspectServer;

/** Data sets of other formats than TSV, and files that are no data sets, on the page. */
@Tag("slow")
class InspectFormatsTest {

  private static final MessageType COLUMNS =
      MessageTypeParser.parseMessageType(
          "message rows { required binary text (STRING); required binary label (STRING);"
              + " required binary shop (STRING); required int32 stars; }");

  @TempDir private static Path folder;

  private static Browser browser;
  private static TinyInspection tiny;
  private static InspectPage page;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start(folder);
    tiny = new TinyInspection(folder);
    page = InspectPage.open(tiny.settings(tiny.data(), tiny.first()), InspectServer.LOOPBACK, 0);
  }

  @AfterAll
  static void stop() {
    if (page != null) {
      page.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void load() {
    browser.open(page.uri().toString());
    browser.await("document.body.dataset.status === 'ready'");
  }

  /** Two examples in a format, one with what needs quoting there. */
  private static Path write(String name) throws IOException {
    Path file = folder.resolve(name);
    return switch (name.substring(name.lastIndexOf('.'))) {
      case ".jsonl" ->
          Files.write(
              file,
              List.of(
                  json("good, \\\"fine\\\" box", "yes", "north", 5),
                  json("bad shop", "no", "south", 1)));
      case ".csv" ->
          Files.write(
              file,
              List.of(
                  "shop,text,label,stars",
                  "north,\"good, \"\"fine\"\" box\",yes,5",
                  "south,bad shop,no,1"));
      default -> parquet(file);
    };
  }

  private static String json(String text, String label, String shop, int stars) {
    return "{\"label\": \"%s\", \"text\": \"%s\", \"shop\": \"%s\", \"stars\": %d}"
        .formatted(label, text, shop, stars);
  }

  private static Path parquet(Path file) throws IOException {
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(COLUMNS)
            .build()) {
      writer.write(row("good, \"fine\" box", "yes", "north", 5));
      writer.write(row("bad shop", "no", "south", 1));
    }
    return file;
  }

  private static Group row(String text, String label, String shop, int stars) {
    return new SimpleGroup(COLUMNS)
        .append("text", text)
        .append("label", label)
        .append("shop", shop)
        .append("stars", stars);
  }

  private static void upload(Path file) {
    browser.click("#open");
    browser.find("#upload-file").sendKeys(file.toString());
    browser.click("#upload .main");
  }

  /** The two examples of {@link #write} are in the table. */
  private static void seeBoth() {
    browser.await("document.body.dataset.status === 'ready'");
    browser.await("document.getElementById('rows').dataset.shown === '2'");
    assertThat(browser.texts(".tabulator-row [tabulator-field='text']"))
        .containsExactly("good, \"fine\" box", "bad shop");
    assertThat(browser.texts(".tabulator-row [tabulator-field='label']"))
        .containsExactly("yes", "no");
    assertThat(browser.texts(".tabulator-col-title")).contains("Right", "shop", "stars");
    browser.choose("select[aria-label='Filter shop']", "\"south\"");
    browser.await("document.getElementById('rows').dataset.shown === '1'");
    browser.click("#tab-slices");
    browser.await("document.querySelectorAll('.matrix').length === 1");
    browser.choose("#view-slices select", "column stars");
    browser.await("document.querySelectorAll('#slices tbody tr').length === 2");
    assertThat(browser.texts("#slices tbody .link")).containsExactly("stars = 1", "stars = 5");
    assertThat(browser.complaints()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rows.jsonl", "rows.csv", "rows.parquet"})
  void isOpenedWithThePage(String name) throws IOException {
    InspectionSettings settings = tiny.settings(write(name), tiny.first());
    settings.check();
    try (InspectPage own = InspectPage.open(settings, InspectServer.LOOPBACK, 0)) {
      browser.open(own.uri().toString());
      seeBoth();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"other rows.jsonl", "other.rows.csv", "other(1).parquet"})
  void isOpenedOnThePage(String name) throws IOException {
    upload(write(name));
    browser.await("document.getElementById('subject').innerText.includes('" + name + " 2 rows')");
    browser.await("document.getElementById('banner').hidden");
    seeBoth();
  }

  @ParameterizedTest
  @CsvSource({
    "empty.tsv, ''",
    "header.tsv, 'label\ttext\n'",
    "broken.jsonl, '{\"text\": \n'",
    "list.jsonl, '[1, 2]\n'",
    "no.parquet, 'PAR1 it is not'",
    "other.csv, 'class,sentence\nyes,good\n'",
  })
  void saysWhyAFileCannotBeUsed(String name, String content) throws IOException {
    long before = shown();
    upload(Files.writeString(folder.resolve(name), content));
    browser.await("document.getElementById('upload-problem').innerText !== ''");
    assertThat(browser.find("#upload-problem").getText())
        .startsWith(name)
        .doesNotContain("tzoo-inspect-", "Exception", "went wrong");
    assertThat(shown()).isEqualTo(before);
  }

  @Test
  void countsTheLinesThatCannotBeUsed() throws IOException {
    upload(
        Files.write(
            folder.resolve("some.jsonl"),
            List.of(
                json("good box", "yes", "north", 5),
                "{\"text\": 5",
                json("bad shop", "perhaps", "south", 1))));
    browser.await("document.getElementById('subject').innerText.includes('some.jsonl 2 rows')");
    browser.await("!document.getElementById('banner').hidden");
    List<String> told = browser.find("#banner").getText().lines().toList();
    assertThat(told).hasSize(2);
    assertThat(told.get(0)).startsWith("Lines that were left out: 1, the first: some.jsonl line 2");
    assertThat(told.get(1))
        .startsWith("Lines without a label that the models know: 1, the first: some.jsonl line 3")
        .contains("perhaps");
  }

  @Test
  void oneLineAndVeryLongOnesAreShown() throws IOException {
    upload(
        Files.writeString(
            folder.resolve("long.tsv"), "label\ttext\nyes\t" + "good box ".repeat(20_000) + "\n"));
    browser.await("document.getElementById('rows').dataset.shown === '1'");
    browser.await("document.body.dataset.status === 'ready'");
    browser.click(".tabulator-row [tabulator-field='text']");
    browser.await(ComparedPage.LIT);
    browser.click("#why-2");
    browser.await("document.querySelector('#why .card')");
    browser.click("#tab-projector");
    browser.await("document.querySelector('#view-projector .failure')");
    assertThat(browser.texts("#view-projector .failure"))
        .singleElement()
        .asString()
        .contains("expected at least 2");
  }

  private static long shown() {
    return Long.parseLong(
        (String) browser.script("return document.getElementById('rows').dataset.shown"));
  }
}
