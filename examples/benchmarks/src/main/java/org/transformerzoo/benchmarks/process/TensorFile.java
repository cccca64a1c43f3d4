package org.transformerzoo.benchmarks.process;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Named tensors in a file: how a contender hands its results to the process that compares. */
final class TensorFile implements AutoCloseable {

  private final DataOutputStream stream;

  /** Begins a file. */
  TensorFile(Path file) throws IOException {
    this.stream = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
  }

  /** Adds a tensor. */
  void write(String name, float[] values) throws IOException {
    stream.writeUTF(name);
    stream.writeInt(values.length);
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
    bytes.asFloatBuffer().put(values);
    stream.write(bytes.array());
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  /** All tensors of {@code file}. */
  static Map<String, float[]> read(Path file) throws IOException {
    Map<String, float[]> tensors = new LinkedHashMap<>();
    try (DataInputStream stream =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      while (stream.available() > 0) {
        String name = stream.readUTF();
        float[] values = new float[stream.readInt()];
        ByteBuffer.wrap(stream.readNBytes(4 * values.length)).asFloatBuffer().get(values);
        tensors.put(name, values);
      }
    }
    return tensors;
  }
}
