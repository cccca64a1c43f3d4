package org.transformerzoo.datavec.batching;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The targets of labelled examples as bytes: their kind, and what is in them. */
final class StoredTarget {

  private static final byte UNLABELLED = 0;
  private static final byte CLASS = 1;
  private static final byte VALUES = 2;
  private static final byte TOKENS = 3;
  private static final byte TEXT = 4;

  private StoredTarget() {}

  /**
   * Writes a target.
   *
   * @throws IllegalArgumentException for one that is drawn anew in each epoch
   */
  static void write(Target target, DataOutputStream out) throws IOException {
    if (target instanceof Target.Unlabelled) {
      out.writeByte(UNLABELLED);
    } else if (target instanceof Target.ClassId id) {
      out.writeByte(CLASS);
      out.writeInt(id.id());
    } else if (target instanceof Target.Values values) {
      out.writeByte(VALUES);
      float[] numbers = values.values();
      out.writeInt(numbers.length);
      for (float number : numbers) {
        out.writeFloat(number);
      }
    } else if (target instanceof Target.TokenIds tokens) {
      writeIds(TOKENS, tokens.ids(), out);
    } else if (target instanceof Target.TextIds text) {
      writeIds(TEXT, text.ids(), out);
    } else {
      throw new IllegalArgumentException(
          "a " + target.getClass().getSimpleName() + " is drawn anew in each epoch, not stored");
    }
  }

  private static void writeIds(byte kind, int[] ids, DataOutputStream out) throws IOException {
    out.writeByte(kind);
    out.writeInt(ids.length);
    for (int id : ids) {
      out.writeInt(id);
    }
  }

  /** Reads what {@link #write} wrote. */
  static Target read(ByteBuffer in) {
    byte kind = in.get();
    return switch (kind) {
      case UNLABELLED -> new Target.Unlabelled();
      case CLASS -> new Target.ClassId(in.getInt());
      case VALUES -> {
        float[] numbers = new float[in.getInt()];
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = in.getFloat();
        }
        yield new Target.Values(numbers);
      }
      case TOKENS -> new Target.TokenIds(ids(in));
      case TEXT -> new Target.TextIds(ids(in));
      default -> throw new IllegalStateException("there is no kind " + kind + " of target");
    };
  }

  private static int[] ids(ByteBuffer in) {
    int[] ids = new int[in.getInt()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = in.getInt();
    }
    return ids;
  }
}
