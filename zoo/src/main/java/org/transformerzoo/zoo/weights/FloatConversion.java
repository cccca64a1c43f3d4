package org.transformerzoo.zoo.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntConsumer;

/**
 * Conversion of stored elements to float32. F16 and BF16 convert exactly, NaN payloads and
 * subnormals included; F64, I64 and I32 round to nearest; booleans become 0 and 1.
 */
final class FloatConversion {

  private FloatConversion() {}

  /**
   * Converts all of {@code source}.
   *
   * @param source little-endian elements of {@code type}
   * @param destination float32 in native order, with room for exactly as many elements
   */
  static void convert(StoredType type, ByteBuffer source, ByteBuffer destination) {
    ByteBuffer from = source.slice().order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer to = destination.slice().order(ByteOrder.nativeOrder());
    int count = from.remaining() / type.bytes();
    switch (type) {
      case F32 -> copy(from, to);
      case F16 -> each(count, i -> to.putInt(4 * i, halfToFloatBits(from.getShort(2 * i))));
      case BF16 -> each(count, i -> to.putInt(4 * i, from.getShort(2 * i) << 16));
      case F64 -> each(count, i -> to.putFloat(4 * i, (float) from.getDouble(8 * i)));
      case I64 -> each(count, i -> to.putFloat(4 * i, (float) from.getLong(8 * i)));
      case I32 -> each(count, i -> to.putFloat(4 * i, (float) from.getInt(4 * i)));
      case I16 -> each(count, i -> to.putFloat(4 * i, from.getShort(2 * i)));
      case I8 -> each(count, i -> to.putFloat(4 * i, from.get(i)));
      case U8 -> each(count, i -> to.putFloat(4 * i, Byte.toUnsignedInt(from.get(i))));
      case BOOL -> each(count, i -> to.putFloat(4 * i, from.get(i) == 0 ? 0 : 1));
    }
  }

  private static void copy(ByteBuffer from, ByteBuffer to) {
    if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
      to.put(from); // one memory copy
    } else {
      to.asIntBuffer().put(from.asIntBuffer());
    }
  }

  private static void each(int count, IntConsumer element) {
    for (int i = 0; i < count; i++) {
      element.accept(i);
    }
  }

  /** The bits of the float32 equal to the float16 with the bits {@code half}. */
  static int halfToFloatBits(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) { // zero or subnormal: a multiple of 2^-24, which float32 holds exactly
      return sign | Float.floatToRawIntBits(fraction * 0x1p-24f);
    }
    if (exponent == 0x1f) { // infinity or NaN
      return sign | 0x7f800000 | fraction << 13;
    }
    return sign | (exponent - 15 + 127) << 23 | fraction << 13;
  }
}
