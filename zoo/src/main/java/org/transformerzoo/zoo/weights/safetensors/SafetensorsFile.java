package org.transformerzoo.zoo.weights.safetensors;

import java.nio.file.Path;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.MappedFile;
import org.transformerzoo.zoo.weights.StoredTensor;
import org.transformerzoo.zoo.weights.safetensors.SafetensorsHeader.Entry;

/**
 * One safetensors file: eight bytes with the length of the header, the header, the data.
 *
 * <p>See <a href="https://github.com/huggingface/safetensors">the description of the format</a>.
 */
final class SafetensorsFile implements AutoCloseable {

  private final MappedFile file;
  private final SafetensorsHeader header;
  private final long dataStart;

  private SafetensorsFile(MappedFile file, SafetensorsHeader header, long dataStart) {
    this.file = file;
    this.header = header;
    this.dataStart = dataStart;
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws InvalidModelException if anything about it is wrong
   */
  static SafetensorsFile open(Path path) {
    MappedFile file = MappedFile.open(path);
    try {
      long headerLength = headerLength(path, file);
      long dataStart = Long.BYTES + headerLength;
      byte[] json = file.bytes(Long.BYTES, Math.toIntExact(headerLength));
      SafetensorsHeader header =
          SafetensorsHeader.parse(
              path.toString(),
              StrictJson.parse(path + ": the header", json),
              file.size() - dataStart);
      return new SafetensorsFile(file, header, dataStart);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static long headerLength(Path path, MappedFile file) {
    if (file.size() < Long.BYTES) {
      throw new InvalidModelException(
          "%s holds %d bytes, too few for a safetensors file".formatted(path, file.size()));
    }
    long length = file.region(0, Long.BYTES).getLong();
    long available = file.size() - Long.BYTES;
    if (length < 0 || length > available) {
      throw new InvalidModelException(
          "%s: the header should have %s bytes, but only %d follow: the file is truncated or no safetensors file"
              .formatted(path, Long.toUnsignedString(length), available));
    }
    if (length > StrictJson.LARGEST) {
      throw new InvalidModelException(
          "%s: the header has %d bytes, expected at most %d"
              .formatted(path, length, StrictJson.LARGEST));
    }
    return length;
  }

  /** The checked header. */
  SafetensorsHeader header() {
    return header;
  }

  /** A tensor that the header names. */
  StoredTensor tensor(String name) {
    Entry entry = header.tensors().get(name);
    long start = dataStart + entry.begin();
    return new StoredTensor(
        entry.description(), (offset, length) -> file.region(start + offset, length));
  }

  @Override
  public void close() {
    file.close();
  }
}
