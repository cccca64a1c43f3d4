package org.transformerzoo.inspect;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Chromium without a window, as someone in front of the page. */
final class Browser implements AutoCloseable {

  /** Set by continuous integration: there the absence of a browser is a failure. */
  static final String REQUIRED = "TZOO_REQUIRE_BROWSER";

  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration OFTEN = Duration.ofMillis(20);

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /**
   * Starts one, with its own folder for what it stores and for downloads.
   *
   * @throws org.opentest4j.TestAbortedException if there is none and none is required
   */
  static Browser start(Path folder) {
    Optional<Path> driver = onPath("chromedriver");
    Optional<Path> browser =
        BROWSERS.stream().map(Browser::onPath).flatMap(Optional::stream).findFirst();
    if (driver.isEmpty() || browser.isEmpty()) {
      String reason = "There is no chromium with a chromedriver on the path";
      if (System.getenv(REQUIRED) != null) {
        fail(reason + ", but " + REQUIRED + " is set");
      }
      abort(reason + "; install both to test the page");
    }
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.orElseThrow().toFile());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + folder.resolve("browser"),
        "--window-size=1360,900");
    options.setExperimentalOption(
        "prefs", Map.of("download.default_directory", folder.resolve("downloads").toString()));
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.orElseThrow().toFile())
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  private static Optional<Path> onPath(String name) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Leaves the page before, and forgets what it complained of. */
  void open(String address) {
    driver.get("about:blank");
    complaints();
    driver.get(address);
  }

  /** As on a phone: so many points wide. */
  void narrowTo(int width) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 844, "deviceScaleFactor", 2, "mobile", true));
  }

  /** As on a screen again. */
  void widen() {
    driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  /** As if someone's system preferred {@code scheme}. */
  void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Waits until a condition in the page's language holds, and fails if it never does. */
  void await(String condition) {
    new WebDriverWait(driver, PATIENCE, OFTEN)
        .withMessage(
            () -> condition + " never held; the page: " + script("return document.body.innerText"))
        .ignoring(StaleElementReferenceException.class)
        .until(any -> Boolean.TRUE.equals(script("return Boolean(" + condition + ")")));
  }

  /** Waits until an element is there and shown. */
  WebElement find(String selector) {
    return new WebDriverWait(driver, PATIENCE, OFTEN)
        .withMessage(
            () -> selector + " never came; the page: " + script("return document.body.innerText"))
        .ignoring(StaleElementReferenceException.class)
        .until(
            any ->
                driver.findElements(By.cssSelector(selector)).stream()
                    .filter(WebElement::isDisplayed)
                    .findFirst()
                    .orElse(null));
  }

  /** The texts of all elements that are there now. */
  List<String> texts(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream().map(WebElement::getText).toList();
  }

  void click(String selector) {
    find(selector);
    script("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", selector);
    find(selector).click();
  }

  /** Chooses what a list calls {@code value}. */
  void choose(String selector, String value) {
    find(selector);
    script(
        "const list = document.querySelector(arguments[0]); list.value = arguments[1];"
            + " list.dispatchEvent(new Event('change', {bubbles: true}))",
        selector,
        value);
  }

  /** Types into a field in place of what it has. */
  void write(String selector, String text) {
    WebElement field = find(selector);
    field.sendKeys(Keys.chord(Keys.CONTROL, "a"), text);
  }

  /** Presses keys wherever the focus is. */
  void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** Drags the pointer along points within an element, relative to its middle. */
  void drag(String selector, int[]... points) {
    WebElement element = find(selector);
    Actions actions = new Actions(driver);
    actions.moveToElement(element, points[0][0], points[0][1]).clickAndHold();
    for (int[] point : points) {
      actions.moveToElement(element, point[0], point[1]);
    }
    actions.release().perform();
  }

  Object script(String script, Object... arguments) {
    return ((JavascriptExecutor) driver).executeScript(script, arguments);
  }

  /** What the page complained of, such as scripts that were refused. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(Object::toString)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
