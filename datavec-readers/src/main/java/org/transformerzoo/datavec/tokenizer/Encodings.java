package org.transformerzoo.datavec.tokenizer;

import static org.transformerzoo.datavec.tokenizer.NativeLibrary.LIBRARY;

/** Brings native encodings over to Java. */
final class Encodings {

  private Encodings() {}

  /** Copies an encoding and frees the native one. */
  static Encoding take(long handle) {
    try {
      return new Encoding(
          toInts(LIBRARY.getTokenIds(handle)),
          toInts(LIBRARY.getTypeIds(handle)),
          toInts(LIBRARY.getSpecialTokenMask(handle)),
          toInts(LIBRARY.getWordIds(handle)),
          LIBRARY.getOverflowCount(handle) > 0);
    } finally {
      LIBRARY.deleteEncoding(handle);
    }
  }

  private static int[] toInts(long[] values) {
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = Math.toIntExact(values[i]);
    }
    return ints;
  }
}
