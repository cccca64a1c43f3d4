package org.transformerzoo.zoo.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Offline, the cache is all there is. */
class OfflineTest extends HubTest {

  private HubSettings offline() {
    return settings().withOffline(true);
  }

  @Test
  void whatIsInTheCacheIsUsed() {
    Path folder = model().folder();
    int before = hub.requests().size();

    assertThat(model(offline()).folder()).isEqualTo(folder);
    assertThat(hub.requests()).hasSize(before);
  }

  @Test
  void whatIsNotIsNamedAndNotAskedFor() {
    assertThatThrownBy(() -> model(offline()).folder())
        .isInstanceOf(HubException.class)
        .hasMessage(
            "acme/tiny-bert@main is not downloaded in offline mode, and the cache has no folder %s",
            model().cacheDirectory());
    assertThat(hub.requests()).isEmpty();
    assertThat(cache).isEmptyDirectory();
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    Path folder = model().folder();
    Files.delete(folder.resolve(TestHub.WEIGHTS));

    assertThatThrownBy(() -> model(offline()).folder())
        .isInstanceOf(HubException.class)
        .hasMessageContaining(folder + " lacks model.safetensors");
  }

  @Test
  void anUnfinishedDownloadIsSaidToBeOne() {
    hub.faults(TestHub.WEIGHTS, dropAt(1000), dropAt(2000), dropAt(30_000));
    assertThatThrownBy(() -> model().folder()).isInstanceOf(HubException.class);

    assertThatThrownBy(() -> model(offline()).folder())
        .isInstanceOf(HubException.class)
        .hasMessageContaining("its download to %s was not finished", model().cacheDirectory());
  }

  @Test
  void aCompleteFolderIsReadWithoutWritingInIt() throws IOException {
    Path folder = model().folder();
    Path working = folder.resolve(".download");
    Files.move(working, cache.resolve("away"));

    assertThat(model().folder()).isEqualTo(folder);
    assertThat(working).doesNotExist();
  }
}
