package org.transformerzoo.training.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.training.buffer.FlatBuffer;
import org.transformerzoo.training.checkpoint.Manifest.ArrayEntry;

/** Flat arrays as files of little-endian float32 without a header. */
final class ArrayFile {

  private static final int BLOCK = 1 << 20; // floats

  private ArrayFile() {}

  /** Writes a new file, to the disk itself, and says what it holds. */
  static ArrayEntry write(Path file, INDArray array) throws IOException {
    FlatBuffer floats = FlatBuffer.of(array);
    CRC32C checksum = new CRC32C();
    ByteBuffer bytes = bytes(floats.length());
    float[] block = new float[bytes.capacity() / Float.BYTES];
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long start = 0; start < floats.length(); start += block.length) {
        int count = (int) Math.min(block.length, floats.length() - start);
        floats.read(start, block, count);
        bytes.clear().limit(count * Float.BYTES);
        bytes.asFloatBuffer().put(block, 0, count);
        checksum.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      channel.force(true);
    }
    return new ArrayEntry(floats.length(), checksum.getValue());
  }

  /**
   * Reads a file into {@code array}.
   *
   * @throws DamagedCheckpointException if the file is not what {@code entry} says, or not as long
   *     as the array
   */
  static void read(Path file, ArrayEntry entry, INDArray array) throws IOException {
    FlatBuffer floats = FlatBuffer.of(array);
    CRC32C checksum = new CRC32C();
    ByteBuffer bytes = bytes(floats.length());
    float[] block = new float[bytes.capacity() / Float.BYTES];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      requireLength(file, entry, channel.size(), floats.length());
      for (long start = 0; start < floats.length(); start += block.length) {
        int count = (int) Math.min(block.length, floats.length() - start);
        bytes.clear().limit(count * Float.BYTES);
        while (bytes.hasRemaining()) {
          if (channel.read(bytes) < 0) {
            throw new DamagedCheckpointException(file + " ends early");
          }
        }
        bytes.flip();
        checksum.update(bytes.duplicate());
        bytes.asFloatBuffer().get(block, 0, count);
        floats.write(start, block, count);
      }
    }
    if (checksum.getValue() != entry.crc32c()) {
      throw new DamagedCheckpointException(
          "%s has the checksum %08x, expected %08x"
              .formatted(file, checksum.getValue(), entry.crc32c()));
    }
  }

  private static void requireLength(Path file, ArrayEntry entry, long size, long length) {
    if (entry.length() != length || size != length * Float.BYTES) {
      throw new DamagedCheckpointException(
          "%s has %d bytes for %d floats, expected %d bytes"
              .formatted(file, size, entry.length(), length * Float.BYTES));
    }
  }

  private static ByteBuffer bytes(long floats) {
    int count = (int) Math.min(BLOCK, floats);
    return ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
