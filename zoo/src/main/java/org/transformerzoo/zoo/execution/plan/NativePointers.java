package org.transformerzoo.zoo.execution.plan;

import org.bytedeco.javacpp.BooleanPointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;

/** Typed pointers at addresses that somebody else owns. */
final class NativePointers {

  private NativePointers() {}

  /** {@code length} entries of {@code type} at {@code address}. */
  static Pointer of(DataType type, long address, long length) {
    return switch (type) {
      case FLOAT -> new Floats(address, length);
      case DOUBLE -> new Doubles(address, length);
      case INT, UINT32 -> new Ints(address, length);
      case LONG, UINT64 -> new Longs(address, length);
      case BOOL -> new Booleans(address, length);
      default -> throw new UnsupportedOperationException("Values of type " + type);
    };
  }

  /** A pointer without a type. */
  static final class Bytes extends Pointer {
    Bytes(long address) {
      super((Pointer) null);
      this.address = address;
    }
  }

  /** float32. */
  static final class Floats extends FloatPointer {
    Floats(long address, long length) {
      super((Pointer) null);
      this.address = address;
      limit = length;
      capacity = length;
    }
  }

  private static final class Doubles extends DoublePointer {
    Doubles(long address, long length) {
      super((Pointer) null);
      this.address = address;
      limit = length;
      capacity = length;
    }
  }

  /** int32. */
  static final class Ints extends IntPointer {
    Ints(long address, long length) {
      super((Pointer) null);
      this.address = address;
      limit = length;
      capacity = length;
    }
  }

  private static final class Longs extends LongPointer {
    Longs(long address, long length) {
      super((Pointer) null);
      this.address = address;
      limit = length;
      capacity = length;
    }
  }

  private static final class Booleans extends BooleanPointer {
    Booleans(long address, long length) {
      super((Pointer) null);
      this.address = address;
      limit = length;
      capacity = length;
    }
  }
}
