package org.transformerzoo.zoo.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Who is told the token: the hub, and nobody else. */
class TokenTest extends HubTest {

  private static final String SECRET = "hf_secret";

  private HubSettings withToken() {
    return settings().withToken(AccessToken.of(SECRET));
  }

  @Test
  void theHubIsToldTheToken() {
    model(withToken()).folder();

    assertThat(hub.requests())
        .allSatisfy(request -> assertThat(request.authorization()).contains("Bearer " + SECRET));
  }

  @Test
  void aHostThatTheHubRedirectsToIsNot() throws IOException {
    try (TestHub storage = new TestHub().large(TestHub.WEIGHTS, WEIGHTS)) {
      hub.storedAt(
          TestHub.WEIGHTS,
          storage
              .address()
              .resolve("/acme/tiny-bert/resolve/x/model.safetensors?signature=s3cret"));
      storage.faults(TestHub.WEIGHTS, Faults.dropAt(100_000));

      Path folder = model(withToken()).folder();

      assertThat(folder.resolve(TestHub.WEIGHTS)).hasBinaryContent(WEIGHTS);
      assertThat(storage.requests())
          .extracting(TestHub.Request::method)
          .containsExactly("GET", "GET");
      assertThat(storage.requests())
          .allSatisfy(request -> assertThat(request.authorization()).isEmpty());
      assertThat(storage.requests().get(1).range()).contains("bytes=100000-");
    }
  }

  @Test
  void theHubsWordAboutAFileCountsAndNotTheStorageHosts() throws IOException {
    byte[] wrong = bytes(WEIGHTS.length, 7);
    try (TestHub storage = new TestHub().large(TestHub.WEIGHTS, wrong)) {
      hub.storedAt(
          TestHub.WEIGHTS,
          storage.address().resolve("/acme/tiny-bert/resolve/x/model.safetensors"));

      assertThatThrownBy(() -> model(withToken()).folder())
          .isInstanceOf(HubException.class)
          .hasMessageContaining("has the SHA-256 " + TestHub.sha256(wrong))
          .hasMessageContaining("expected " + TestHub.sha256(WEIGHTS));
    }
  }

  @Test
  void whatAStorageHostRefusesIsToldWithoutTheSignedAddress() throws IOException {
    try (TestHub storage = new TestHub()) {
      hub.storedAt(
          TestHub.WEIGHTS,
          storage
              .address()
              .resolve("/acme/tiny-bert/resolve/x/model.safetensors?signature=s3cret"));

      assertThatThrownBy(() -> model(withToken()).folder())
          .isInstanceOf(HubException.class)
          .hasMessageContaining("redirects to 127.0.0.1, which answers 404")
          .hasMessageNotContaining("s3cret");
    }
  }

  @Test
  void aRedirectWithinTheHubKeepsTheToken() throws IOException {
    hub.headFaults(
        TestHub.CONFIG, Faults.redirect(URI.create("/acme/tiny-bert/resolve/main/config.json")));

    model(withToken()).folder();

    assertThat(hub.requests())
        .allSatisfy(request -> assertThat(request.authorization()).contains("Bearer " + SECRET));
  }

  @Test
  void nothingShowsTheToken() {
    HubSettings settings = withToken();

    assertThat(settings.toString()).doesNotContain(SECRET);
    assertThat(AccessToken.of(SECRET).toString()).doesNotContain(SECRET);
    assertThatThrownBy(() -> AccessToken.of("hf_sec\nret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hf_sec");
  }
}
