package org.transformerzoo.zoo.hub;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.transformerzoo.zoo.weights.AtomicFile;

/**
 * What a model's folder was filled with. It is written last, so a folder that has it is complete.
 *
 * @param endpoint the hub
 * @param model the repository
 * @param revision the revision that was asked for
 * @param commit what the revision stood for, null if the hub did not say
 * @param files the files
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record DownloadRecord(
    String endpoint, String model, String revision, String commit, List<Entry> files) {

  /** The name of the record in a model's folder. */
  static final String NAME = "download.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  DownloadRecord {
    files = List.copyOf(files);
  }

  /** A complete file. */
  record StoredFile(String name, long length, Sha256 checksum) {}

  /** A complete file as the record has it: JSON knows no checksums. */
  record Entry(String name, long bytes, String sha256) {

    Entry {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(sha256, "sha256");
    }

    static Entry of(StoredFile file) {
      return new Entry(file.name(), file.length(), file.checksum().hex());
    }
  }

  /** The record of {@code folder}, if it has one that can be read. */
  static Optional<DownloadRecord> read(Path folder) {
    Path file = folder.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), DownloadRecord.class));
    } catch (IOException e) {
      // Without a record the files are checked against the hub again, which mends it.
      return Optional.empty();
    }
  }

  void write(Path folder) throws IOException {
    byte[] json = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    AtomicFile.write(folder.resolve(NAME), channel -> channel.write(ByteBuffer.wrap(json)));
  }

  /** The first file that {@code folder} lacks, or has in another length, as far as one sees. */
  Optional<String> firstMissing(Path folder) {
    return files.stream()
        .filter(entry -> PartFile.size(folder.resolve(entry.name())) != entry.bytes())
        .map(Entry::name)
        .findFirst();
  }

  /** Whether no file has another checksum than {@code pinned} says. */
  boolean agreesWith(Map<String, Sha256> pinned) {
    return files.stream()
        .allMatch(
            entry ->
                !pinned.containsKey(entry.name())
                    || pinned.get(entry.name()).hex().equals(entry.sha256()));
  }
}
