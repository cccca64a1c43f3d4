package org.transformerzoo.datavec.storage;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * Writes the records of a {@link RecordStore} one after the other. The store appears whole, with
 * {@link #finish}, or not at all; of two writers of the same store the first one to finish wins.
 */
public final class RecordStoreWriter implements Closeable {

  private final Path folder;
  private final Path incomplete;
  private final DataOutputStream records;
  private final DataOutputStream index;
  private long written;
  private int count;

  /**
   * Begins a store that will be in {@code folder}, whose parents are made if needed.
   *
   * @throws IOException if nothing can be written beside it
   */
  public RecordStoreWriter(Path folder) throws IOException {
    Path whole = folder.toAbsolutePath();
    this.folder = whole;
    Files.createDirectories(whole.getParent());
    if (!RecordStore.isComplete(whole)) {
      delete(whole); // what is left of a store whose manifest is gone
    }
    this.incomplete =
        Files.createTempDirectory(whole.getParent(), whole.getFileName() + ".incomplete-");
    this.records = open(RecordStore.RECORDS);
    this.index = open(RecordStore.INDEX);
  }

  private DataOutputStream open(String name) throws IOException {
    return new DataOutputStream(
        new BufferedOutputStream(
            Files.newOutputStream(incomplete.resolve(name)), RecordStore.BUFFER));
  }

  /**
   * Adds a record.
   *
   * @param bytes of it
   * @param length of it, as readers will be told
   * @throws IOException if the store cannot be written
   */
  public void add(byte[] bytes, int length) throws IOException {
    index.writeLong(written);
    index.writeInt(bytes.length);
    index.writeInt(length);
    records.write(bytes);
    written += bytes.length;
    count = Math.addExact(count, 1);
  }

  /** How many records were added. */
  public int size() {
    return count;
  }

  /**
   * Completes the store.
   *
   * @param facts what else readers will be told, by name
   * @throws IOException if the store cannot be written or moved to its place
   */
  public void finish(Map<String, Long> facts) throws IOException {
    records.close();
    index.close();
    Files.write(
        incomplete.resolve(RecordStore.MANIFEST),
        new ObjectMapper().writeValueAsBytes(new RecordStore.Manifest(count, facts)));
    try {
      Files.move(incomplete, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!RecordStore.isComplete(folder)) {
        throw e;
      }
    }
  }

  /** Deletes what was not finished. */
  @Override
  public void close() throws IOException {
    try (records;
        index) {
      delete(incomplete);
    }
  }

  private static void delete(Path store) throws IOException {
    for (String name : List.of(RecordStore.RECORDS, RecordStore.INDEX, RecordStore.MANIFEST)) {
      Files.deleteIfExists(store.resolve(name));
    }
    Files.deleteIfExists(store);
  }
}
