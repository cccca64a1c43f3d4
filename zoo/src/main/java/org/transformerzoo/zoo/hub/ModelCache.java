package org.transformerzoo.zoo.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.transformerzoo.zoo.config.ConfigFile;

/**
 * One model's folder in the cache, which is filled when it is first asked for.
 *
 * @param checksums by file name, the checksums that files must have
 */
record ModelCache(
    HubSettings settings, ProgressListener listener, ModelId model, Map<String, Sha256> checksums) {

  Path path() {
    return settings.cacheDirectory().resolve(model.folder());
  }

  /** The complete folder. Nothing is asked of the network if it is there. */
  Path complete() {
    if (isComplete()) {
      return path();
    }
    if (settings.offline()) {
      throw new HubException(whatIsMissing());
    }
    try {
      DownloadFolder folder = new DownloadFolder(path());
      folder.whileLocked(() -> listener.waiting(model), () -> fill(folder));
      return path();
    } catch (HubException e) {
      throw e;
    } catch (IOException e) {
      throw new HubException(
          "%s cannot be kept in %s: %s".formatted(model, path(), e.getMessage()), e);
    }
  }

  /** Another process may have filled it while this one waited. */
  private void fill(DownloadFolder folder) throws IOException {
    if (isComplete()) {
      return;
    }
    Files.deleteIfExists(path().resolve(DownloadRecord.NAME));
    HubClient client = new HubClient(settings);
    DownloadContext context = new DownloadContext(settings, client, listener, model, folder);
    ModelDownload.begin(context, checksums).run();
  }

  private boolean isComplete() {
    Optional<DownloadRecord> record = DownloadRecord.read(path());
    return record.isPresent()
        && record.get().firstMissing(path()).isEmpty()
        && record.get().agreesWith(checksums);
  }

  private String whatIsMissing() {
    String offline = "%s is not downloaded in offline mode, and %s";
    Optional<DownloadRecord> record = DownloadRecord.read(path());
    if (record.isEmpty()) {
      return offline.formatted(
          model,
          Files.exists(path().resolve(ConfigFile.NAME))
              ? "its download to " + path() + " was not finished"
              : "the cache has no folder " + path());
    }
    return offline.formatted(
        model,
        record
            .get()
            .firstMissing(path())
            .map(name -> "%s lacks %s or has it in another length".formatted(path(), name))
            .orElse("the files in %s have not the pinned checksums".formatted(path())));
  }
}
