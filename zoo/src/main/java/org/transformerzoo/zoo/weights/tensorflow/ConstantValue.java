package org.transformerzoo.zoo.weights.tensorflow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tensorflow.framework.TensorProto;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.StoredTensor;
import org.transformerzoo.zoo.weights.StoredType;
import org.transformerzoo.zoo.weights.TensorBytes;
import org.transformerzoo.zoo.weights.TensorDescription;

/**
 * Values in the typed field of a constant. Where there are fewer than the shape has elements the
 * last one repeats; where there are none all are zero.
 */
record ConstantValue(TensorProto proto, StoredType type) implements TensorBytes {

  /**
   * The tensor of a constant.
   *
   * @throws InvalidModelException if it has more values than its shape needs
   */
  static StoredTensor of(String subject, TensorProto proto, TensorDescription description) {
    if (!proto.getTensorContent().isEmpty()) {
      return StoredTensor.ofBytes(
          subject, description, proto.getTensorContent().asReadOnlyByteBuffer());
    }
    ConstantValue value = new ConstantValue(proto, description.type());
    if (value.count() > description.length()) {
      throw new InvalidModelException(
          "%s has %d values, but its shape %s needs %d"
              .formatted(subject, value.count(), description.shape(), description.length()));
    }
    return new StoredTensor(description, value);
  }

  private int count() {
    return switch (type) {
      case F32 -> proto.getFloatValCount();
      case F64 -> proto.getDoubleValCount();
      case F16, BF16 -> proto.getHalfValCount();
      case I64 -> proto.getInt64ValCount();
      case I32, I16, I8, U8 -> proto.getIntValCount();
      case BOOL -> proto.getBoolValCount();
    };
  }

  @Override
  public ByteBuffer region(long offset, int length) {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    int count = count();
    if (count == 0) {
      return buffer;
    }
    for (long i = offset / type.bytes(); buffer.hasRemaining(); i++) {
      put(buffer, (int) Math.min(i, count - 1));
    }
    return buffer.flip();
  }

  private void put(ByteBuffer buffer, int index) {
    switch (type) {
      case F32 -> buffer.putFloat(proto.getFloatVal(index));
      case F64 -> buffer.putDouble(proto.getDoubleVal(index));
      case F16, BF16 -> buffer.putShort((short) proto.getHalfVal(index));
      case I64 -> buffer.putLong(proto.getInt64Val(index));
      case I32 -> buffer.putInt(proto.getIntVal(index));
      case I16 -> buffer.putShort((short) proto.getIntVal(index));
      case I8, U8 -> buffer.put((byte) proto.getIntVal(index));
      case BOOL -> buffer.put((byte) (proto.getBoolVal(index) ? 1 : 0));
    }
  }
}
