package org.transformerzoo.zoo.weights.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.protobuf.ByteString;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.TensorSliceProto;
import org.tensorflow.framework.VersionDef;
import org.tensorflow.util.BundleEntryProto;
import org.tensorflow.util.BundleHeaderProto;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.SourceValues;
import org.transformerzoo.zoo.weights.TensorSource;
import org.transformerzoo.zoo.weights.TestBytes;

/** Every kind of damage is refused with one sentence that names the file and the tensor. */
class DamagedBundleTest {

  private static final Path SHARDED = Path.of("src/test/resources/fixtures/bert-tf-sharded");

  @TempDir Path folder;
  private Path index;
  private Path data;
  private final TestBundle bundle = new TestBundle();

  @BeforeEach
  void placeFiles() {
    index = folder.resolve("m.index");
    data = folder.resolve("m.data-00000-of-00001");
  }

  @Test
  void aSoundOneIsRead() {
    bundle.with("a", new float[] {1, 2}, 2).with("b", new float[] {3});
    write();
    try (TensorSource source = TensorBundleSource.open(folder.resolve("m"))) {
      assertThat(source.names()).containsExactly("a", "b");
      assertThat(SourceValues.of(source, "a")).containsExactly(1, 2);
      assertThat(SourceValues.of(source, "b")).containsExactly(3);
    }
  }

  @Test
  void missingFiles() {
    assertRefused(index + " does not exist");
    bundle.with("a", new float[] {1}, 1);
    TestBytes.write(index, bundle.index());
    assertRefused(index + ": tensor a is in the data file " + data + ", which does not exist");
  }

  @Test
  void aMissingShard() throws IOException {
    Files.copy(SHARDED.resolve("bert_model.ckpt.index"), folder.resolve("bert_model.ckpt.index"));
    String present = "bert_model.ckpt.data-00000-of-00002";
    Files.copy(SHARDED.resolve(present), folder.resolve(present));
    assertThatThrownBy(() -> TensorFlowCheckpoint.open(folder))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("bert_model.ckpt.data-00001-of-00002, which does not exist");
  }

  @Test
  void aBitFlippedInTheData() {
    bundle.with("a", new float[] {1, 2}, 2).with("b", new float[] {3}, 1);
    write();
    byte[] flipped = bundle.data();
    flipped[5] ^= 1;
    TestBytes.write(data, flipped);
    try (TensorSource source = TensorBundleSource.open(index)) {
      assertThat(SourceValues.of(source, "b")).containsExactly(3);
      assertThatThrownBy(() -> SourceValues.of(source, "a"))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageMatching(
              ".*m\\.data-00000-of-00001: tensor a has the checksum [0-9a-f]{8}, "
                  + "expected [0-9a-f]{8}: the file is damaged");
    }
  }

  @Test
  void truncatedData() {
    bundle.with("a", new float[] {1, 2}, 2).with("b", new float[] {3}, 1);
    write();
    TestBytes.write(data, Arrays.copyOf(bundle.data(), 11));
    assertRefused(
        "tensor b takes 4 bytes from byte 8 of "
            + data
            + ", but that has only 11: it is truncated");
  }

  @Test
  void anyBitFlippedInTheIndex() {
    bundle.with("a", new float[] {1, 2}, 2);
    write();
    byte[] sound = bundle.index();
    for (int i = 0; i < sound.length; i++) {
      byte[] flipped = sound.clone();
      flipped[i] = (byte) (flipped[i] ^ (1 << (i % 8)));
      TestBytes.write(index, flipped);
      assertThatThrownBy(() -> TensorBundleSource.open(index).close())
          .as("byte %d", i)
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining(index.toString());
    }
  }

  @Test
  void aFlippedBitIsToldByItsChecksum() {
    byte[] flipped = bundle.with("a", new float[] {1}, 1).index();
    flipped[10] ^= 4;
    TestBytes.write(index, flipped);
    assertRefused("m.index: the block after byte 0 has the checksum ");
  }

  @Test
  void truncatedIndexes() {
    byte[] sound = bundle.with("a", new float[] {1}, 1).index();
    TestBytes.write(data, bundle.data());
    for (int length = 0; length < sound.length; length++) {
      TestBytes.write(index, Arrays.copyOf(sound, length));
      assertRefused(
          length < 48
              ? "has %d bytes, too few for the index of a TensorFlow checkpoint".formatted(length)
              : "does not end as the index of a TensorFlow checkpoint does");
    }
  }

  @Test
  void compressedBlocks() {
    TestBytes.write(index, TestBundle.table(bundle.content(), (byte) 1));
    assertRefused("the block after byte 0 is compressed by method 1, expected none");
  }

  @Test
  void malformedBlocks() {
    byte[][] contents = {
      {},
      {1, 2, 3},
      {0, 0, 0, (byte) 0xff}, // a number of restarts beyond the block
      {1, 0, 0, 0, 0, 0, 0}, // shares a byte with no key
      {0, 5, 0, 'a', 0, 0, 0, 0}, // a key longer than the block
      {0, 1, 5, 'a', 0, 0, 0, 0}, // a value longer than the block
      {0, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7, 0, 0, 0, 0, 0}
    };
    for (byte[] content : contents) {
      TestBytes.write(index, TestBundle.table(content, (byte) 0));
      assertRefused("the block after byte 0 is malformed: the file is damaged");
    }
  }

  @Test
  void keysOutOfOrder() {
    byte[] content = {0, 1, 0, 'b', 0, 1, 0, 'a', 0, 0, 0, 0};
    TestBytes.write(index, TestBundle.table(content, (byte) 0));
    assertRefused("the keys are not in order: the file is damaged");
  }

  @Test
  void headers() {
    TestBytes.write(index, TestBundle.table(new byte[4], (byte) 0));
    assertRefused("has no header, expected that of a checkpoint");
    assertHeaderRefused(
        BundleHeaderProto.newBuilder()
            .setNumShards(1)
            .setEndianness(BundleHeaderProto.Endianness.BIG),
        "is of a big-endian machine, expected a little-endian checkpoint");
    assertHeaderRefused(
        BundleHeaderProto.newBuilder()
            .setNumShards(1)
            .setVersion(VersionDef.newBuilder().setMinConsumer(2)),
        "needs a reader of version 2, expected at most 1");
    assertHeaderRefused(
        BundleHeaderProto.newBuilder().setNumShards(-3),
        "is said to have -3 data files, expected at least 1");
    bundle.with("", ByteString.copyFrom(new byte[] {8}));
    write();
    assertRefused("m.index: the header is truncated, damaged or not that of a checkpoint: ");
  }

  @Test
  void entries() {
    bundle.with("a", ByteString.copyFrom(new byte[] {8}));
    write();
    assertRefused("m.index: the entry of a is truncated, damaged or not that of a variable: ");
    assertEntryRefused(
        bundle.entry(new float[2], 3), "tensor a has 8 bytes, but F32 of shape [3] needs 12");
    assertEntryRefused(
        bundle.entry(new float[2], -2), "tensor a has a negative dimension in its shape [-2]");
    assertEntryRefused(
        bundle.entry(new float[2], 1L << 40, 1L << 40), "tensor a has an impossibly large shape");
    assertEntryRefused(
        bundle.entry(new float[2], 2).setShardId(1),
        "tensor a is said to be in data file 1, expected one of 1 counted from 0");
    assertEntryRefused(
        bundle.entry(new float[2], 2).setOffset(-1), "tensor a takes 8 bytes from byte -1 of ");
    assertEntryRefused(
        bundle.entry(new float[2], 2).setOffset(Long.MAX_VALUE),
        "tensor a takes 8 bytes from byte 9223372036854775807 of ");
    assertEntryRefused(
        bundle.entry(new float[2], 2).addSlices(TensorSliceProto.getDefaultInstance()),
        "tensor a is stored in 1 slices, expected a variable that is not partitioned");
  }

  @Test
  void whatIsNoNumberIsLeftOut() {
    bundle
        .with("a", new float[] {1}, 1)
        .with(
            "graph",
            bundle.entry(new float[1]).setDtype(DataType.DT_STRING).build().toByteString());
    write();
    try (TensorSource source = TensorBundleSource.open(index)) {
      assertThat(source.names()).containsExactly("a");
    }
  }

  private void assertHeaderRefused(BundleHeaderProto.Builder header, String message) {
    bundle.header(header);
    write();
    assertRefused(message);
  }

  private void assertEntryRefused(BundleEntryProto.Builder entry, String message) {
    bundle.with("a", entry.build().toByteString());
    write();
    assertRefused(message);
  }

  private void write() {
    TestBytes.write(index, bundle.index());
    TestBytes.write(data, bundle.data());
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> TensorBundleSource.open(index))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(index.toString());
  }
}
