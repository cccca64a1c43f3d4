package org.transformerzoo.datavec.storage;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.transformerzoo.datavec.InvalidDataException;

/**
 * Records in a folder on disk, of which any one can be read: what is in memory is one number for
 * each. Several threads may read at once. {@link RecordStoreWriter} writes them.
 *
 * <p>{@code records} has the bytes of all records; {@code index} has for each the place of its
 * first byte (long), the number of its bytes (int) and its length as the writer counts it (int);
 * all big-endian. {@code manifest.json} is written last.
 */
public final class RecordStore implements Closeable {

  static final String RECORDS = "records";
  static final String INDEX = "index";
  static final String MANIFEST = "manifest.json";
  static final int BUFFER = 1 << 16;

  private static final int ENTRY = Long.BYTES + Integer.BYTES + Integer.BYTES;

  /**
   * What a store holds.
   *
   * @param records their number
   * @param facts what else the writer counted, by name
   */
  record Manifest(int records, Map<String, Long> facts) {}

  private final Path folder;
  private final Manifest manifest;
  private final int[] lengths;
  private final FileChannel records;
  private final FileChannel index;

  private RecordStore(Path folder) throws IOException {
    this.folder = folder;
    this.manifest = new ObjectMapper().readValue(folder.resolve(MANIFEST).toFile(), Manifest.class);
    this.lengths = readLengths(folder.resolve(INDEX), manifest.records());
    this.records = FileChannel.open(folder.resolve(RECORDS));
    this.index = FileChannel.open(folder.resolve(INDEX));
  }

  /** Whether {@code folder} holds a store that was written to its end. */
  public static boolean isComplete(Path folder) {
    return Files.isRegularFile(folder.resolve(MANIFEST));
  }

  /**
   * Opens the store in {@code folder}.
   *
   * @throws InvalidDataException if it is damaged
   */
  public static RecordStore open(Path folder) {
    try {
      return new RecordStore(folder);
    } catch (IOException e) {
      throw new InvalidDataException(
          "The tokenized text in %s cannot be read: %s; delete the folder to have it made again"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private static int[] readLengths(Path file, int count) throws IOException {
    int[] all = new int[count];
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
      for (int i = 0; i < all.length; i++) {
        in.skipNBytes(Long.BYTES + Integer.BYTES);
        all[i] = in.readInt();
      }
    }
    return all;
  }

  /** The number of records. */
  public int size() {
    return lengths.length;
  }

  /** The length of each record, as its writer counted it, [size]. */
  public int[] lengths() {
    return lengths.clone();
  }

  /** What the writer counted under a name; 0 if it did not. */
  public long fact(String name) {
    return manifest.facts().getOrDefault(name, 0L);
  }

  /** The bytes of the record at a place in 0..size-1, big-endian. */
  public ByteBuffer record(int place) {
    ByteBuffer entry = read(index, (long) place * ENTRY, ENTRY);
    return read(records, entry.getLong(), entry.getInt());
  }

  private ByteBuffer read(FileChannel channel, long position, int bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    try {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, position + buffer.position()) < 0) {
          throw new EOFException("it ends too early");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The tokenized text in %s cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
    return buffer.flip();
  }

  @Override
  public void close() {
    try (records;
        index) {
      // closing is all
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be closed: " + e.getMessage(), e);
    }
  }
}
