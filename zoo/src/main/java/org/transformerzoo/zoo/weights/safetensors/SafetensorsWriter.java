package org.transformerzoo.zoo.weights.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.weights.AtomicFile;
import org.transformerzoo.zoo.weights.DenseFloats;
import org.transformerzoo.zoo.weights.StoredType;
import org.transformerzoo.zoo.weights.TensorBytes;

/** Writes safetensors files of float32 tensors. */
public final class SafetensorsWriter {

  /** The metadata with which transformers marks its files; it refuses files that lack it. */
  public static final Map<String, String> TRANSFORMERS_METADATA = Map.of("format", "pt");

  private SafetensorsWriter() {}

  /**
   * Writes {@code tensors} in their order, atomically: the file has the whole new content or is as
   * it was. The values go to the file straight from the arrays' memory.
   *
   * @param metadata strings for other tools, such as {@link #TRANSFORMERS_METADATA}; may be empty
   * @param tensors float32, dense and 'c'-ordered, or views of such
   * @throws IllegalArgumentException if a tensor is of another kind
   * @throws java.io.UncheckedIOException with one sentence if the file cannot be written
   */
  public static void write(Path file, Map<String, String> metadata, Map<String, INDArray> tensors) {
    tensors.values().forEach(DenseFloats::of);
    byte[] header = header(metadata, tensors);
    AtomicFile.write(
        file,
        channel -> {
          writeHeader(channel, header);
          for (INDArray tensor : tensors.values()) {
            writeValues(channel, tensor);
          }
        });
  }

  private static byte[] header(Map<String, String> metadata, Map<String, INDArray> tensors) {
    JsonMapper mapper = new JsonMapper();
    ObjectNode json = mapper.createObjectNode();
    if (!metadata.isEmpty()) {
      json.set(SafetensorsHeader.METADATA, mapper.valueToTree(metadata));
    }
    long begin = 0;
    for (Map.Entry<String, INDArray> tensor : tensors.entrySet()) {
      long end = begin + DenseFloats.of(tensor.getValue()).length() * Float.BYTES;
      json.set(tensor.getKey(), entry(mapper, tensor.getValue().shape(), begin, end));
      begin = end;
    }
    try {
      return padded(mapper.writeValueAsString(json).getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Strings and numbers are always writable as JSON", e);
    }
  }

  private static ObjectNode entry(JsonMapper mapper, long[] shape, long begin, long end) {
    ObjectNode entry = mapper.createObjectNode().put("dtype", StoredType.F32.name());
    ArrayNode dimensions = entry.putArray("shape");
    Arrays.stream(shape).forEach(dimensions::add);
    entry.putArray("data_offsets").add(begin).add(end);
    return entry;
  }

  /** Spaces at the end, so that the data begins on a multiple of eight bytes. */
  private static byte[] padded(byte[] json) {
    byte[] header = Arrays.copyOf(json, (json.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
    Arrays.fill(header, json.length, header.length, (byte) ' ');
    return header;
  }

  private static void writeHeader(FileChannel channel, byte[] header) throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
    writeFully(channel, buffer.putLong(header.length).put(header).flip());
  }

  private static void writeValues(FileChannel channel, INDArray tensor) throws IOException {
    DenseFloats floats = DenseFloats.of(tensor);
    int block = TensorBytes.LARGEST_REGION / Float.BYTES;
    try {
      for (long start = 0; start < floats.length(); start += block) {
        int count = (int) Math.min(block, floats.length() - start);
        writeFully(channel, littleEndian(floats.bytes(start, count)));
      }
    } finally {
      Reference.reachabilityFence(floats); // the direct buffers do not keep the memory alive
    }
  }

  private static ByteBuffer littleEndian(ByteBuffer nativeOrder) {
    if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
      return nativeOrder;
    }
    ByteBuffer swapped =
        ByteBuffer.allocateDirect(nativeOrder.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    swapped.asFloatBuffer().put(nativeOrder.asFloatBuffer());
    return swapped;
  }

  private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
