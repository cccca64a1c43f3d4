package org.transformerzoo.zoo.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.zoo.InvalidModelException;

/** What goes wrong between a hub and here, and what is left of it. */
class MisbehavingHubTest extends HubTest {

  @Test
  void afterADropTheDownloadGoesOnWhereItStopped() {
    hub.faults(TestHub.WEIGHTS, dropAt(100_000), dropAt(250_000));

    assertWeightsArrive();

    assertThat(hub.downloads(TestHub.WEIGHTS))
        .extracting(TestHub.Request::range)
        .containsExactly(
            Optional.empty(), Optional.of("bytes=100000-"), Optional.of("bytes=250000-"));
    assertThat(progress.positions).isSorted();
  }

  @Test
  void aServerThatKnowsNoRangesSendsAllAgain() {
    hub.faults(TestHub.WEIGHTS, dropAt(100_000), Faults.content(WEIGHTS));

    assertWeightsArrive();
  }

  @Test
  void dropsWithoutEndAreGivenUp() {
    hub.faults(TestHub.WEIGHTS, dropAt(1000), dropAt(2000), dropAt(3000));

    assertFails(() -> model().folder())
        .hasMessageStartingWith("model.safetensors of acme/tiny-bert@")
        .hasMessageContaining("after 3 attempts: the connection was dropped");
    assertNoWeights();
  }

  @Test
  void aLaterCallGoesOnWhereAnEarlierOneGaveUp() {
    hub.faults(TestHub.WEIGHTS, dropAt(1000), dropAt(2000), dropAt(30_000));
    assertFails(() -> model().folder());

    assertWeightsArrive();

    assertThat(hub.downloads(TestHub.WEIGHTS).get(3).range()).contains("bytes=30000-");
    assertThat(progress.started).contains("model.safetensors 30000 of 300000");
  }

  @Test
  void whatIsHereOfOtherContentIsNotContinued() {
    hub.faults(TestHub.WEIGHTS, dropAt(1000), dropAt(2000), dropAt(30_000));
    assertFails(() -> model().folder());
    byte[] newer = bytes(300_000, 9);
    hub.large(TestHub.WEIGHTS, newer);

    assertThat(model().folder().resolve(TestHub.WEIGHTS)).hasBinaryContent(newer);
    assertThat(hub.downloads(TestHub.WEIGHTS).get(3).range()).isEmpty();
  }

  @Test
  void aDamagedBeginningIsDownloadedAgain() throws IOException {
    hub.faults(TestHub.WEIGHTS, dropAt(1000), dropAt(2000), dropAt(30_000));
    assertFails(() -> model().folder());
    Files.write(part(), new byte[30_000]);

    assertWeightsArrive();
  }

  @Test
  void aBeginningThatIsLongerThanTheFileIsDropped() throws IOException {
    hub.faults(TestHub.WEIGHTS, dropAt(1000), dropAt(2000), dropAt(30_000));
    assertFails(() -> model().folder());
    Files.write(part(), new byte[400_000]);

    assertWeightsArrive();
  }

  @Test
  void aWholeFileThatWasNotYetNamedIsNotAskedForAgain() throws IOException {
    hub.faults(TestHub.WEIGHTS, dropAt(1000), dropAt(2000), dropAt(30_000));
    assertFails(() -> model().folder());
    Files.write(part(), WEIGHTS);

    assertWeightsArrive();
    assertThat(hub.downloads(TestHub.WEIGHTS)).hasSize(3);
  }

  @Test
  void anotherPartThanTheOneAskedForIsNotAppended() {
    hub.faults(
        TestHub.WEIGHTS,
        dropAt(100_000),
        (exchange, content) -> {
          exchange.getResponseHeaders().set("Content-Range", "bytes 5-14/300000");
          exchange.sendResponseHeaders(206, 10);
          exchange.getResponseBody().write(content, 5, 10);
        });

    assertWeightsArrive();
    assertThat(hub.downloads(TestHub.WEIGHTS).get(2).range()).contains("bytes=100000-");
  }

  @Test
  void aWrongChecksumIsNamedBesideTheRightOne() {
    byte[] wrong = bytes(WEIGHTS.length, 7);
    hub.faults(TestHub.WEIGHTS, Faults.content(wrong));

    assertFails(() -> model().folder())
        .hasMessageContaining("has the SHA-256 " + TestHub.sha256(wrong))
        .hasMessageContaining("expected " + TestHub.sha256(WEIGHTS));
    assertNoWeights();
    assertThat(part()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {299_999, 300_001})
  void aWrongLengthIsNamedBesideTheRightOne(int length) {
    hub.faults(TestHub.WEIGHTS, Faults.content(Arrays.copyOf(WEIGHTS, length)));

    assertFails(() -> model().folder())
        .hasMessageContaining("has %d bytes, expected 300000".formatted(length));
    assertNoWeights();
    assertThat(part()).doesNotExist();
  }

  @Test
  void aWrongLengthThatWasNotAnnouncedIsFoundAtTheEnd() {
    hub.faults(TestHub.WEIGHTS, Faults.contentOfUnknownLength(Arrays.copyOf(WEIGHTS, 300_001)));

    assertFails(() -> model().folder()).hasMessageContaining("has 300001 bytes, expected 300000");
    assertNoWeights();
  }

  @Test
  void aSmallFileThatIsCutOffComesAgain() throws IOException {
    hub.small("vocab.txt", "[PAD]\n[UNK]\n").faults("vocab.txt", Faults.dropAt(3));

    assertThat(model().folder().resolve("vocab.txt")).hasContent("[PAD]\n[UNK]\n");
  }

  @Test
  void aModelThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> PretrainedModels.with(settings()).named("acme/absent").folder())
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(hub.address() + " has no model acme/absent@main (404)");
    assertThat(hub.requests()).hasSizeLessThan(2);
  }

  @Test
  void aRevisionThatIsNotThereIsNamed() {
    hub.headFaults(TestHub.CONFIG, Faults.status(404, "X-Error-Code", "RevisionNotFound"));

    assertThatThrownBy(() -> PretrainedModels.with(settings()).named("acme/tiny-bert@v9").folder())
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("The model acme/tiny-bert at %s has no revision v9 (404)", hub.address());
  }

  @Test
  void aModelWithoutAConfigurationIsNoModel() {
    hub.headFaults(TestHub.CONFIG, Faults.status(404, "X-Error-Code", "EntryNotFound"));

    assertThatThrownBy(() -> model().folder())
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(hub.address() + " has no model acme/tiny-bert@main with a config.json (404)");
  }

  @Test
  void aPrivateModelNeedsAToken() {
    hub.headFaults(TestHub.CONFIG, Faults.status(401), Faults.status(401));

    assertFails(() -> model().folder())
        .hasMessageContaining("a private or gated one needs a token in HF_TOKEN (401)");
    assertFails(() -> model(settings().withToken(AccessToken.of("hf_secret"))).folder())
        .hasMessageContaining(
            "has no model acme/tiny-bert@main that the token in HF_TOKEN may read")
        .hasMessageNotContaining("hf_secret");
  }

  @Test
  void aGatedModelSaysWhereToAsk() {
    hub.headFaults(TestHub.CONFIG, Faults.status(403));

    assertFails(() -> model().folder())
        .hasMessageContaining("does not let anyone without a token read acme/tiny-bert@main")
        .hasMessageContaining(hub.address() + "/acme/tiny-bert");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void aServerThatIsBusyIsAskedAgain(int status) {
    hub.headFaults(TestHub.CONFIG, Faults.status(status))
        .headFaults(TestHub.WEIGHTS, Faults.status(status))
        .faults(TestHub.WEIGHTS, Faults.status(status), Faults.status(status));

    assertWeightsArrive();
  }

  @Test
  void aServerThatStaysBusyIsGivenUp() {
    hub.headFaults(TestHub.CONFIG, Faults.status(503), Faults.status(503), Faults.status(503));

    assertFails(() -> model().folder())
        .hasMessageContaining("after 3 attempts: 127.0.0.1 answers 503");
    assertThat(progress.delays).containsExactly(Duration.ofMillis(1), Duration.ofMillis(2));
  }

  @Test
  void aServersWishToBeLeftAloneIsMetWithinReason() {
    hub.headFaults(TestHub.CONFIG, Faults.status(429, "Retry-After", "3600"));

    assertWeightsArrive();
    assertThat(progress.delays).containsExactly(settings().retries().longestDelay());
  }

  @Test
  void otherAnswersAreNotRepeated() {
    hub.headFaults(TestHub.CONFIG, Faults.status(418));

    assertFails(() -> model().folder()).hasMessageContaining("answers 418");
    assertThat(hub.requests()).hasSize(1);
  }

  @Test
  void aConnectionOverWhichNothingComesIsGivenUpAndTriedAgain() {
    CountDownLatch released = new CountDownLatch(1);
    hub.faults(TestHub.WEIGHTS, Faults.stallAt(100_000, released));

    Path folder = model(settings().withPatience(Duration.ofMillis(1500))).folder();
    released.countDown();

    assertThat(folder.resolve(TestHub.WEIGHTS)).hasBinaryContent(WEIGHTS);
    assertThat(progress.notes).containsExactly("nothing came for 1.5 seconds");
    assertThat(hub.downloads(TestHub.WEIGHTS).get(1).range()).contains("bytes=100000-");
  }

  @Test
  void aSlowConnectionIsNoStalledOne() {
    hub.faults(TestHub.WEIGHTS, Faults.slow(20, 100));

    Path folder = model(settings().withPatience(Duration.ofMillis(1500))).folder();

    assertThat(folder.resolve(TestHub.WEIGHTS)).hasBinaryContent(WEIGHTS);
    assertThat(hub.downloads(TestHub.WEIGHTS)).hasSize(1);
  }

  @Test
  void aHubThatIsNotThereIsNamed() {
    hub.close();

    assertFails(() -> model().folder())
        .hasMessageContaining("config.json of acme/tiny-bert@main cannot be downloaded")
        .hasMessageContaining("the connection was refused");
  }

  @Test
  void aHostThatNobodyKnowsIsNotAskedTwice() {
    URI nowhere = URI.create("http://nowhere.invalid");

    assertFails(() -> model(settings().withEndpoint(nowhere)).folder())
        .hasMessageContaining("the host is not known");
    assertThat(progress.delays).isEmpty();
  }

  @Test
  void redirectsWithoutEndAreNotFollowed() {
    URI itself = hub.address().resolve("/acme/tiny-bert/resolve/main/config.json");
    hub.storedAt(TestHub.CONFIG, itself);

    assertFails(() -> model().folder()).hasMessageContaining("redirects more than 10 times");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://example.org/x", "mailto:a@example.org"})
  void aRedirectToWhatIsNoWebAddressIsNotFollowed(String place) {
    hub.headFaults(TestHub.CONFIG, Faults.redirect(URI.create(place)));

    assertFails(() -> model().folder())
        .hasMessageContaining("redirects to something that is no web address");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(cache.resolve("file"), "in the way");

    assertFails(() -> model(settings().withCacheDirectory(file)).folder())
        .hasMessageContaining("acme/tiny-bert@main cannot be kept in " + file);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(
      ThrowingCallable call) {
    return assertThatThrownBy(call).isInstanceOf(HubException.class);
  }

  private void assertWeightsArrive() {
    assertThat(model().folder().resolve(TestHub.WEIGHTS)).hasBinaryContent(WEIGHTS);
    assertThat(part()).doesNotExist();
  }

  private void assertNoWeights() {
    assertThat(model().cacheDirectory().resolve(TestHub.WEIGHTS)).doesNotExist();
    assertThat(model().cacheDirectory().resolve("download.json")).doesNotExist();
  }

  private Path part() {
    return model().cacheDirectory().resolve(".download/model.safetensors.part");
  }
}
