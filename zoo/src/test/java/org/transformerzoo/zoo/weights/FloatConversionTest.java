package org.transformerzoo.zoo.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Every stored type becomes float32 as IEEE 754 says. */
class FloatConversionTest {

  @Test
  void singlePrecisionKeepsEveryBit() {
    int[] patterns = {0, 0x80000000, 1, 0x7f800000, 0xff800000, 0x7fc00001, 0x7f800001, 0x3f800000};
    assertThat(bits(StoredType.F32, patterns.length, b -> each(patterns, b::putInt)))
        .containsExactly(patterns);
  }

  @Test
  void halfPrecisionIsConvertedExactly() {
    short[] patterns = {
      0x0000, (short) 0x8000, 0x3c00, (short) 0xc000, 0x7bff, 0x0400, 0x03ff, 0x0001, (short) 0x8001
    };
    assertThat(values(StoredType.F16, patterns.length, b -> each(patterns, b)))
        .containsExactly(0f, -0f, 1f, -2f, 65504f, 0x1p-14f, 0x3ffp-24f, 0x1p-24f, -0x1p-24f);
  }

  @Test
  void halfPrecisionKeepsInfinityAndNotANumber() {
    short[] patterns = {0x7c00, (short) 0xfc00, 0x7e01, (short) 0xfc01};
    assertThat(bits(StoredType.F16, patterns.length, b -> each(patterns, b)))
        .containsExactly(0x7f800000, 0xff800000, 0x7fc02000, 0xff802000);
  }

  @Test
  void everyFiniteHalfIsTheSumOfItsParts() {
    for (int pattern = 0; pattern < 0x7c00; pattern++) {
      int exponent = pattern >> 10;
      int fraction = pattern & 0x3ff;
      float expected =
          exponent == 0
              ? Math.scalb((float) fraction, -24)
              : Math.scalb((float) (0x400 + fraction), exponent - 25);
      assertThat(Float.intBitsToFloat(FloatConversion.halfToFloatBits((short) pattern)))
          .isEqualTo(expected);
    }
  }

  @Test
  void brainFloatsAreTheUpperHalfOfSinglePrecision() {
    short[] patterns = {0x3f80, (short) 0xc000, 0x0001, (short) 0x8000, 0x7f80, 0x7fc1, 0x7f81};
    assertThat(bits(StoredType.BF16, patterns.length, b -> each(patterns, b)))
        .containsExactly(
            0x3f800000, 0xc0000000, 0x00010000, 0x80000000, 0x7f800000, 0x7fc10000, 0x7f810000);
  }

  @Test
  void doublePrecisionIsRoundedToNearest() {
    double[] numbers = {0.1, -1e300, 1e-60, Double.NaN, 16777217.0};
    assertThat(values(StoredType.F64, 5, b -> each(numbers, b)))
        .containsExactly(0.1f, Float.NEGATIVE_INFINITY, 0f, Float.NaN, 16777216f);
  }

  @Test
  void integersKeepTheirSign() {
    assertThat(values(StoredType.I64, 2, b -> b.putLong(-3).putLong(1L << 40)))
        .containsExactly(-3f, 0x1p40f);
    assertThat(values(StoredType.I32, 2, b -> b.putInt(-3).putInt(Integer.MAX_VALUE)))
        .containsExactly(-3f, 0x1p31f);
    assertThat(values(StoredType.I16, 2, b -> b.putShort((short) -3).putShort(Short.MAX_VALUE)))
        .containsExactly(-3f, 32767f);
    assertThat(values(StoredType.I8, 2, b -> b.put((byte) -3).put((byte) 127)))
        .containsExactly(-3f, 127f);
  }

  @Test
  void unsignedBytesHaveNoSign() {
    assertThat(values(StoredType.U8, 2, b -> b.put((byte) 255).put((byte) 1)))
        .containsExactly(255f, 1f);
  }

  @Test
  void booleansBecomeZeroAndOne() {
    assertThat(values(StoredType.BOOL, 3, b -> b.put((byte) 0).put((byte) 1).put((byte) 7)))
        .containsExactly(0f, 1f, 1f);
  }

  @Test
  void tensorsOfSeveralBlocksAreConvertedWhole() {
    int count = TensorBytes.LARGEST_REGION / 2 + 3;
    ByteBuffer stored = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      stored.putShort((short) i);
    }
    INDArray destination = Nd4j.create(DataType.FLOAT, count);
    tensor(StoredType.I16, count, stored).copyTo(destination);
    float[] found = destination.toFloatVector();
    for (int i = 0; i < count; i++) {
      if (found[i] != (short) i) {
        assertThat(found[i]).as("element %d", i).isEqualTo((short) i);
      }
    }
  }

  private static float[] values(StoredType type, int count, Consumer<ByteBuffer> content) {
    ByteBuffer stored = ByteBuffer.allocate(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    content.accept(stored);
    INDArray destination = Nd4j.create(DataType.FLOAT, count);
    tensor(type, count, stored).copyTo(destination);
    return destination.toFloatVector();
  }

  private static int[] bits(StoredType type, int count, Consumer<ByteBuffer> content) {
    ByteBuffer stored = ByteBuffer.allocate(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    content.accept(stored);
    ByteBuffer converted = ByteBuffer.allocate(count * 4).order(ByteOrder.nativeOrder());
    FloatConversion.convert(type, stored.flip(), converted);
    int[] bits = new int[count];
    converted.asIntBuffer().get(bits);
    return bits;
  }

  private static StoredTensor tensor(StoredType type, long count, ByteBuffer stored) {
    TensorDescription description = new TensorDescription("t", type, List.of(count));
    return new StoredTensor(
        description,
        (offset, length) -> stored.slice((int) offset, length).order(ByteOrder.LITTLE_ENDIAN));
  }

  private static void each(int[] patterns, Consumer<Integer> action) {
    for (int pattern : patterns) {
      action.accept(pattern);
    }
  }

  private static void each(short[] patterns, ByteBuffer buffer) {
    for (short pattern : patterns) {
      buffer.putShort(pattern);
    }
  }

  private static void each(double[] numbers, ByteBuffer buffer) {
    for (double number : numbers) {
      buffer.putDouble(number);
    }
  }
}
