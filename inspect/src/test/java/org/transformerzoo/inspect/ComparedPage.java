package org.transformerzoo.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.openqa.selenium.support.ui.FluentWait;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.inspect.server.InspectServer;
import org.transformerzoo.training.inference.InferenceOptions;
import org.transformerzoo.training.inference.Prediction;
import org.transformerzoo.training.inference.TextPredictor;

/** Two models side by side on a data set, in front of a browser. */
final class ComparedPage implements AutoCloseable {

  /** Holds when tokens with their salience are shown. */
  static final String LIT = "document.querySelectorAll('#why .token').length > 0";

  private final Path folder;
  private final Browser browser;
  private final TinyInspection tiny;
  private final InspectPage page;
  private final List<String> lines;

  /** Trains the models in {@code folder} and opens the page. */
  ComparedPage(Path folder) throws IOException {
    this.folder = folder;
    this.browser = Browser.start(folder);
    this.tiny = new TinyInspection(folder);
    List<String> all = Files.readAllLines(tiny.data());
    this.lines = all.subList(1, all.size());
    this.page =
        InspectPage.open(
            tiny.settings(tiny.data(), tiny.first(), tiny.second()), InspectServer.LOOPBACK, 0);
  }

  Browser browser() {
    return browser;
  }

  TinyInspection models() {
    return tiny;
  }

  /** The lines of the data, without the header. */
  List<String> lines() {
    return lines;
  }

  /** Loads the page anew, as wide and light as it is to begin with. */
  void load() {
    browser.widen();
    browser.prefer("light");
    browser.open(page.uri().toString());
    browser.await("document.body.dataset.status === 'ready'");
    awaitShown(lines.size());
  }

  void awaitShown(long count) {
    browser.await("document.getElementById('rows').dataset.shown === '" + count + "'");
  }

  /** Opens the first row whose text has {@code part}. */
  void openRow(String part) {
    browser.write("#search", part);
    awaitShown(count(part));
    browser.click(".tabulator-row [tabulator-field='text']");
    browser.find("#detail #edit-text");
  }

  /** How many lines have {@code part}, whatever the case of its letters. */
  long count(String part) {
    return lines.stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT)))
        .count();
  }

  /** What a model says about each line. */
  List<Prediction> predictions(Path model) {
    try (TextPredictor predictor = TextPredictor.load(model, InferenceOptions.of(model))) {
      return predictor.predict(
          lines.stream().map(line -> TextPair.single(line.split("\t")[1])).toList());
    }
  }

  /** A file that the page saved, once it is there. */
  Path downloaded(String name) {
    Path file = folder.resolve("downloads").resolve(name);
    new FluentWait<>(file)
        .withTimeout(Duration.ofMinutes(1))
        .pollingEvery(Duration.ofMillis(20))
        .until(Files::exists);
    return file;
  }

  @Override
  public void close() {
    page.close();
    browser.close();
  }
}
