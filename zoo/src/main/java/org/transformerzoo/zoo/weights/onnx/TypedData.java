package org.transformerzoo.zoo.weights.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import onnx.Onnx.TensorProto;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.StoredType;
import org.transformerzoo.zoo.weights.TensorBytes;
import org.transformerzoo.zoo.weights.TensorDescription;

/** Values in a tensor's typed fields, which {@code int32_data} shares among all narrow types. */
record TypedData(TensorProto proto, StoredType type) implements TensorBytes {

  /**
   * The values of a tensor.
   *
   * @throws InvalidModelException if there are fewer or more than its shape needs
   */
  static TypedData of(String subject, TensorProto proto, TensorDescription description) {
    TypedData data = new TypedData(proto, description.type());
    if (data.count() != description.length()) {
      throw new InvalidModelException(
          "%s has %d values, but its shape %s needs %d"
              .formatted(subject, data.count(), description.shape(), description.length()));
    }
    return data;
  }

  private int count() {
    return switch (type) {
      case F32 -> proto.getFloatDataCount();
      case F64 -> proto.getDoubleDataCount();
      case I64 -> proto.getInt64DataCount();
      case I32, I16, I8, U8, BOOL, F16, BF16 -> proto.getInt32DataCount();
    };
  }

  @Override
  public ByteBuffer region(long offset, int length) {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    int first = Math.toIntExact(offset / type.bytes());
    for (int i = first; buffer.hasRemaining(); i++) {
      put(buffer, i);
    }
    return buffer.flip();
  }

  private void put(ByteBuffer buffer, int index) {
    switch (type) {
      case F32 -> buffer.putFloat(proto.getFloatData(index));
      case F64 -> buffer.putDouble(proto.getDoubleData(index));
      case I64 -> buffer.putLong(proto.getInt64Data(index));
      case I32 -> buffer.putInt(proto.getInt32Data(index));
      case I16, F16, BF16 -> buffer.putShort((short) proto.getInt32Data(index));
      case I8, U8, BOOL -> buffer.put((byte) proto.getInt32Data(index));
    }
  }
}
