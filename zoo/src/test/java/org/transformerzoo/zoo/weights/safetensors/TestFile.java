package org.transformerzoo.zoo.weights.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.transformerzoo.zoo.weights.TestBytes;

/** Safetensors files put together by hand, so that they can be wrong. */
final class TestFile {

  private TestFile() {}

  /** The bytes of a file whose header is {@code json} in which ' stands for ". */
  static byte[] bytes(String json, byte[] data) {
    byte[] header = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return withLength(header.length, header, data);
  }

  /** The bytes of a file that claims a header of {@code length} bytes. */
  static byte[] withLength(long length, byte[] header, byte[] data) {
    return ByteBuffer.allocate(8 + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(header)
        .put(data)
        .array();
  }

  /** The little-endian bytes of {@code values}. */
  static byte[] floats(float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      buffer.putFloat(value);
    }
    return buffer.array();
  }

  /** Writes {@code bytes} to a new file at {@code path}. */
  static Path write(Path path, byte[] bytes) {
    return TestBytes.write(path, bytes);
  }
}
