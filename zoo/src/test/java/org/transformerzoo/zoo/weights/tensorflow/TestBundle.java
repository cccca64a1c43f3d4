package org.transformerzoo.zoo.weights.tensorflow;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.shade.protobuf.ByteString;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.TensorShapeProto;
import org.tensorflow.util.BundleEntryProto;
import org.tensorflow.util.BundleHeaderProto;

/** A tensor bundle put together by hand, so that it can be wrong. */
final class TestBundle {

  private static final byte[] MAGIC =
      ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0xdb4775248b80fb57L).array();

  private final SortedMap<String, ByteString> entries = new TreeMap<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  TestBundle() {
    header(BundleHeaderProto.newBuilder().setNumShards(1));
  }

  TestBundle header(BundleHeaderProto.Builder header) {
    return with("", header.build().toByteString());
  }

  TestBundle with(String key, ByteString value) {
    entries.put(key, value);
    return this;
  }

  /** Adds a float variable. */
  TestBundle with(String name, float[] values, long... shape) {
    return with(name, entry(values, shape).build().toByteString());
  }

  /** Writes values to the data file and describes them. */
  BundleEntryProto.Builder entry(float[] values, long... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    bytes.flip();
    BundleEntryProto.Builder entry =
        BundleEntryProto.newBuilder()
            .setDtype(DataType.DT_FLOAT)
            .setOffset(data.size())
            .setSize(bytes.limit())
            .setCrc32C(new MaskedChecksum().update(bytes).value());
    TensorShapeProto.Builder dimensions = entry.getShapeBuilder();
    for (long dimension : shape) {
      dimensions.addDim(TensorShapeProto.Dim.newBuilder().setSize(dimension));
    }
    data.writeBytes(bytes.array());
    return entry;
  }

  /** The data file. */
  byte[] data() {
    return data.toByteArray();
  }

  /** The index file. */
  byte[] index() {
    return table(block(entries), (byte) 0);
  }

  /** The content of the data block without compression type and checksum. */
  byte[] content() {
    return block(entries);
  }

  /** An index file with the data block {@code content}, checksums and all. */
  static byte[] table(byte[] content, byte compression) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(sealed(content, compression));
    SortedMap<String, ByteString> index = new TreeMap<>();
    index.put("\u007f", handle(0, content.length));
    byte[] metaindex = block(new TreeMap<>());
    final byte[] metaindexHandle = handle(file.size(), metaindex.length).toByteArray();
    file.writeBytes(sealed(metaindex, (byte) 0));
    byte[] indexBlock = block(index);
    final byte[] indexHandle = handle(file.size(), indexBlock.length).toByteArray();
    file.writeBytes(sealed(indexBlock, (byte) 0));
    byte[] footer = new byte[40];
    System.arraycopy(metaindexHandle, 0, footer, 0, metaindexHandle.length);
    System.arraycopy(indexHandle, 0, footer, metaindexHandle.length, indexHandle.length);
    file.writeBytes(footer);
    file.writeBytes(MAGIC);
    return file.toByteArray();
  }

  private static byte[] block(Map<String, ByteString> entries) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    entries.forEach(
        (key, value) -> {
          byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
          varint(block, 0);
          varint(block, bytes.length);
          varint(block, value.size());
          block.writeBytes(bytes);
          block.writeBytes(value.toByteArray());
        });
    block.writeBytes(new byte[] {0, 0, 0, 0, 1, 0, 0, 0}); // one restart, at byte 0
    return block.toByteArray();
  }

  private static byte[] sealed(byte[] content, byte compression) {
    ByteBuffer sealed =
        ByteBuffer.allocate(content.length + TableBlock.TRAILER).order(ByteOrder.LITTLE_ENDIAN);
    sealed.put(content).put(compression);
    sealed.putInt(new MaskedChecksum().update(sealed.duplicate().flip()).value());
    return sealed.array();
  }

  private static ByteString handle(long offset, long length) {
    ByteArrayOutputStream handle = new ByteArrayOutputStream();
    varint(handle, offset);
    varint(handle, length);
    return ByteString.copyFrom(handle.toByteArray());
  }

  private static void varint(ByteArrayOutputStream output, long value) {
    long rest = value;
    for (; rest > 0x7f; rest >>>= 7) {
      output.write(((int) rest & 0x7f) | 0x80);
    }
    output.write((int) rest);
  }
}
