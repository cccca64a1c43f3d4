package org.transformerzoo.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transformerzoo.inspect.server.InspectServer;

/** What the page says where a model or a file is of the wrong kind. */
@Tag("slow")
class InspectMessagesTest {

  @TempDir private static Path folder;

  private static Browser browser;
  private static TinyInspection tiny;

  @BeforeAll
  static void start() {
    browser = Browser.start(folder);
    tiny = new TinyInspection(folder);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void aModelWithoutATask() throws IOException {
    says(
        tiny.settings(tiny.data(), tiny.body()),
        "The task of the model in " + tiny.body() + " is none, expected");
  }

  @Test
  void aModelWhoseWeightsAreDamaged() throws IOException {
    Path damaged = Files.createDirectories(folder.resolve("damaged"));
    try (var files = Files.list(tiny.first())) {
      for (Path file : files.toList()) {
        Files.copy(file, damaged.resolve(file.getFileName()));
      }
    }
    Files.write(damaged.resolve("model.safetensors"), new byte[] {1, 2, 3});
    says(tiny.settings(tiny.data(), damaged), "model.safetensors");
  }

  @Test
  void aFileThatIsNotThere() {
    says(tiny.settings(folder.resolve("absent.tsv"), tiny.first()), "absent.tsv does not exist");
  }

  @Test
  void aFileWithoutTheColumnUntilTheRightOneIsOpened() throws IOException {
    InspectionSettings settings = tiny.settings(tiny.otherColumns(), tiny.first());
    try (InspectPage page = InspectPage.open(settings, InspectServer.LOOPBACK, 0)) {
      browser.open(page.uri().toString());
      browser.await("document.getElementById('banner').innerText.includes('column')");
      assertThat(browser.texts("#banner")).singleElement().asString().contains("other.tsv", "text");

      browser.click("#open");
      browser.find("#upload-file").sendKeys(tiny.otherColumns().toString());
      browser.click("#upload .main");
      browser.await("document.getElementById('upload-problem').innerText.includes('column')");
      assertThat(browser.texts("#upload-problem"))
          .singleElement()
          .asString()
          .startsWith("other.tsv");

      browser.write("#upload-text-column", "sentence");
      browser.write("#upload-label-column", "class");
      browser.click("#upload .main");
      browser.await("document.body.dataset.status === 'ready'");
      browser.await("document.getElementById('rows').dataset.shown === '2'");
      browser.await("document.getElementById('banner').hidden");
      assertThat(browser.texts(".tabulator-row [tabulator-field='text']"))
          .containsExactly("the box was good", "bad shop");
    }
  }

  @Test
  void dataWithoutLabels() throws IOException {
    Path unlabelled = Files.writeString(folder.resolve("texts.tsv"), "text\nthe box was good\n");
    try (InspectPage page =
        InspectPage.open(tiny.settings(unlabelled, tiny.first()), InspectServer.LOOPBACK, 0)) {
      browser.open(page.uri().toString());
      browser.await("document.getElementById('rows')?.dataset.shown === '1'");
      assertThat(browser.texts("#banner"))
          .singleElement()
          .asString()
          .startsWith("There are no labels to compare with: ");
      browser.click("#tab-slices");
      browser.await("document.getElementById('view-slices').innerText.includes('Without labels')");
    }
  }

  @Test
  void aComparedModelWithOtherLabels() throws IOException {
    Path other = tiny.withLabels("other", "yes", "perhaps");
    InspectionSettings settings = tiny.settings(tiny.data(), tiny.first(), other);
    try (InspectPage page = InspectPage.open(settings, InspectServer.LOOPBACK, 0)) {
      browser.open(page.uri().toString());
      browser.await("document.body.dataset.status === 'ready'");
      assertThat(browser.texts("#banner"))
          .singleElement()
          .asString()
          .startsWith("Lines without a label that the models know: ")
          .contains("'no'");
      browser.await("Number(document.getElementById('rows').dataset.shown) > 20");
      browser.click(".tabulator-row [tabulator-field='text']");
      browser.await("document.querySelectorAll('#why .tokens').length === 2");
      assertThat(browser.texts("#why label:nth-of-type(2) option"))
          .containsExactly("predicted", "no", "yes", "perhaps");
      browser.choose("#why label:nth-of-type(2) select", "perhaps");
      browser.await("document.querySelectorAll('#why .failure').length === 1");
      assertThat(browser.texts("#why .failure"))
          .containsExactly("The model has no label \"perhaps\", expected one of [no, yes]");
      assertThat(browser.texts("#why .tokens")).hasSize(1);
      browser.click("#tab-slices");
      browser.await("document.querySelectorAll('.matrix').length === 2");
      assertThat(browser.complaints()).allMatch(each -> each.contains("400"));
    }
  }

  @Test
  void labelsThatTheModelDoesNotKnow() throws IOException {
    Path some = folder.resolve("some.tsv");
    Files.writeString(some, "text\tlabel\nthe box was good\tyes\nthe shop\tperhaps\n");
    try (InspectPage page =
        InspectPage.open(tiny.settings(some, tiny.first()), InspectServer.LOOPBACK, 0)) {
      browser.open(page.uri().toString());
      browser.await("document.body.dataset.status === 'ready'");
      browser.await("document.getElementById('rows').dataset.shown === '2'");
      assertThat(browser.texts("#banner"))
          .singleElement()
          .asString()
          .startsWith("Lines without a label that the models know: 1, the first: ")
          .contains("perhaps");
      assertThat(browser.texts(".tabulator-row [tabulator-field='label']"))
          .containsExactly("yes", "perhaps");
      assertThat(browser.texts(".tabulator-row [tabulator-field='r0']").get(1)).isEmpty();
      assertThat(browser.texts(".tabulator-col-title")).doesNotContain("label");
      browser.click("#tab-slices");
      browser.await("document.querySelector('.matrix')");
      assertThat(browser.texts(".matrix td")).containsExactlyInAnyOrder("1", "0", "0", "0");
    }
  }

  private static void says(InspectionSettings settings, String part) {
    try (InspectPage page = InspectPage.open(settings, InspectServer.LOOPBACK, 0)) {
      browser.open(page.uri().toString());
      browser.await("document.body.dataset.status === 'failed'");
      browser.await("!document.getElementById('banner').hidden");
      assertThat(browser.texts("#banner"))
          .singleElement()
          .asString()
          .contains(part)
          .doesNotContain("Exception");
    }
  }
}
