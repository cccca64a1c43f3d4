package org.transformerzoo.zoo.weights.tensorflow;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.tensorflow.TableBlock.Entry;

/**
 * A file of sorted keys and values, the table format of LevelDB: data blocks, an index block that
 * says where they are, and a footer that says where that is.
 *
 * <p>See <a href="https://github.com/google/leveldb/blob/main/doc/table_format.md">the description
 * of the format</a>.
 */
final class SortedTable {

  private static final int FOOTER = 48;
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int LARGEST = 16 << 20;

  private final String file;
  private final ByteBuffer bytes;
  private final List<Entry> entries = new ArrayList<>();
  private long endOfPreviousBlock;

  private SortedTable(String file, ByteBuffer bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /**
   * Reads and checks a whole table.
   *
   * @param file what messages call it
   * @param bytes the file
   * @return the entries in the order of their keys; the values are views of {@code bytes}
   * @throws InvalidModelException if anything about it is wrong
   */
  static List<Entry> read(String file, ByteBuffer bytes) {
    if (bytes.limit() < FOOTER) {
      throw new InvalidModelException(
          "%s has %d bytes, too few for the index of a TensorFlow checkpoint"
              .formatted(file, bytes.limit()));
    }
    if (bytes.limit() > LARGEST) {
      throw new InvalidModelException(
          "%s has %d bytes, expected at most %d for the index of a TensorFlow checkpoint"
              .formatted(file, bytes.limit(), LARGEST));
    }
    ByteBuffer footer = bytes.slice(bytes.limit() - FOOTER, FOOTER).order(ByteOrder.LITTLE_ENDIAN);
    if (footer.getLong(FOOTER - Long.BYTES) != MAGIC) {
      throw new InvalidModelException(
          file
              + " does not end as the index of a TensorFlow checkpoint does: it is truncated,"
              + " damaged or something else");
    }
    SortedTable table = new SortedTable(file, bytes);
    table.read(footer.limit(FOOTER - Long.BYTES));
    return table.entries;
  }

  private void read(ByteBuffer footer) {
    // empty in a checkpoint, but its place comes first
    TableBlock.read(file + ": the metaindex block", block("metaindex block", footer));
    ByteBuffer index = block("index block", footer);
    while (footer.hasRemaining()) {
      if (footer.get() != 0) {
        throw new InvalidModelException(file + ": the footer is malformed: the file is damaged");
      }
    }
    for (Entry entry : TableBlock.read(file + ": the index block", index)) {
      long start = endOfPreviousBlock;
      ByteBuffer block = dataBlock(entry.value());
      TableBlock.read(file + ": the block after byte " + start, block).forEach(this::add);
    }
  }

  /** Blocks follow each other, so that no byte is read for two of them. */
  private ByteBuffer dataBlock(ByteBuffer handle) {
    long start = Varint.read(handle.duplicate());
    ByteBuffer block = block("data block", handle);
    if (start < endOfPreviousBlock) {
      throw new InvalidModelException(
          "%s: the block at byte %d begins before the end of another: the file is damaged"
              .formatted(file, start));
    }
    endOfPreviousBlock = start + block.limit();
    return block;
  }

  private ByteBuffer block(String name, ByteBuffer handle) {
    try {
      long offset = Varint.read(handle);
      long length = Varint.read(handle);
      long available = bytes.limit() - (long) FOOTER - TableBlock.TRAILER;
      if (offset >= 0 && length >= 0 && length <= available && offset <= available - length) {
        return bytes.slice((int) offset, (int) length + TableBlock.TRAILER);
      }
    } catch (BufferUnderflowException e) {
      // said below, as for a place outside of the file
    }
    throw new InvalidModelException(
        "%s: the %s is said to be outside of the file: it is damaged".formatted(file, name));
  }

  private void add(Entry entry) {
    if (!entries.isEmpty() && entries.get(entries.size() - 1).key().compareTo(entry.key()) >= 0) {
      throw new InvalidModelException(file + ": the keys are not in order: the file is damaged");
    }
    entries.add(entry);
  }
}
