package org.transformerzoo.zoo.hub;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.transformerzoo.zoo.weights.AtomicFile;

/**
 * Brings one file here: continues what is there of it, checks the whole, and only then gives it its
 * name.
 */
final class FileDownload {

  private static final int BUFFER = 1 << 16;

  /** So much between two failures shows that the connection works at all. */
  private static final long PROGRESS = 1 << 20;

  private final HubClient client;
  private final HubSettings settings;
  private final ProgressListener listener;
  private final DownloadFolder folder;
  private final ModelId model;
  private final String name;
  private final RemoteFile remote;
  private final Optional<Sha256> expected;
  private boolean continued;

  /**
   * A download that has not begun.
   *
   * @param name the file's name in {@code folder}
   * @param pinned the checksum that it must have, whatever the hub says
   */
  FileDownload(DownloadContext context, String name, RemoteFile remote, Optional<Sha256> pinned) {
    this.client = context.client();
    this.settings = context.settings();
    this.listener = context.listener();
    this.folder = context.folder();
    this.model = context.model();
    this.name = name;
    this.remote = remote;
    this.expected = pinned.or(remote::sha256);
  }

  /** Brings the file here, unless it is. */
  DownloadRecord.StoredFile run() throws IOException {
    folder.claim(name, remote.etag());
    Path target = folder.target(name);
    if (Files.exists(target)) {
      Sha256 actual = Sha256.of(target);
      if (isExpected(actual)) {
        return new DownloadRecord.StoredFile(name, Files.size(target), actual);
      }
      Files.delete(target);
    }
    Path part = folder.part(name);
    Sha256 actual = download(part);
    long length = Files.size(part);
    AtomicFile.publish(part, target);
    listener.finished(name);
    return new DownloadRecord.StoredFile(name, length, actual);
  }

  private Sha256 download(Path part) throws IOException {
    transfer(part);
    Sha256 actual = Sha256.of(part);
    if (!isExpected(actual) && continued) {
      // The beginning may have been damaged by whatever ended the earlier download.
      PartFile.delete(part);
      transfer(part);
      actual = Sha256.of(part);
    }
    if (!isExpected(actual)) {
      PartFile.delete(part);
      throw new HubException(
          "%s has the SHA-256 %s, expected %s; it was removed"
              .formatted(subject(), actual, expected.orElseThrow()));
    }
    return actual;
  }

  private boolean isExpected(Sha256 actual) {
    return expected.isEmpty() || expected.get().equals(actual);
  }

  private void transfer(Path part) {
    Retries retries = new Retries(settings.retries(), subject(), listener);
    listener.started(name, PartFile.size(part), remote.length());
    retries.run(
        () -> {
          receive(part, retries);
          return part;
        });
  }

  /** One connection's worth. */
  private void receive(Path part, Retries retries) throws IOException {
    long present = PartFile.size(part);
    if (present > 0 && remote.length().equals(OptionalLong.of(present))) {
      continued = true;
      return;
    }
    FileContent content = client.open(model, remote, present);
    try (PatientStream stream = new PatientStream(content.stream(), settings.patience())) {
      OptionalLong length = agreedLength(content, part);
      continued |= content.start() > 0;
      long end = copy(stream, content.start(), part, retries);
      checkEnd(end, length, part);
    }
  }

  private OptionalLong agreedLength(FileContent content, Path part) {
    if (content.total().isEmpty() || remote.length().isEmpty()) {
      return content.total().isPresent() ? content.total() : remote.length();
    }
    if (content.total().getAsLong() != remote.length().getAsLong()) {
      throw wrongLength(part, content.total().getAsLong(), remote.length().getAsLong());
    }
    return content.total();
  }

  private void checkEnd(long end, OptionalLong length, Path part) throws IOException {
    if (length.isEmpty() || end == length.getAsLong()) {
      return;
    }
    if (end > length.getAsLong()) {
      throw wrongLength(part, end, length.getAsLong());
    }
    throw new EOFException(end + " of " + length.getAsLong() + " bytes came");
  }

  private HubException wrongLength(Path part, long actual, long wanted) {
    PartFile.delete(part);
    return new HubException(
        "%s has %d bytes, expected %d; it was removed".formatted(subject(), actual, wanted));
  }

  /** Returns the size of the part. What was received stays in it when the connection drops. */
  private long copy(PatientStream stream, long start, Path part, Retries retries)
      throws IOException {
    try (PartFile file = new PartFile(part, start)) {
      byte[] buffer = new byte[BUFFER];
      long counted = start;
      for (int count = stream.read(buffer, 0, BUFFER);
          count >= 0;
          count = stream.read(buffer, 0, BUFFER)) {
        file.append(buffer, count);
        listener.advanced(name, file.size());
        if (file.size() - counted >= PROGRESS) {
          counted = file.size();
          retries.progressed();
        }
      }
      return file.size();
    }
  }

  private String subject() {
    return name + " of " + model;
  }
}
