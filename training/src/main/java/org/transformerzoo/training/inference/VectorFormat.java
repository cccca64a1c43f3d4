package org.transformerzoo.training.inference;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The formats of files of vectors. */
public enum VectorFormat {
  /** NumPy's: a float32 matrix, [vectors, width]. */
  NPY {
    @Override
    VectorWriter begin(FileChannel channel, int width) throws IOException {
      return new MatrixVectorWriter(channel, width);
    }
  },
  /**
   * Lines of values between tabs, after a header: the number of the line that the text was read
   * from, then each entry so that it is read back as the same float32.
   */
  TSV {
    @Override
    VectorWriter begin(FileChannel channel, int width) throws IOException {
      return new LineVectorWriter(channel, width);
    }
  };

  /** Begins a file of vectors of {@code width} entries. */
  abstract VectorWriter begin(FileChannel channel, int width) throws IOException;

  /** The format that a file's name ends with. */
  public static Optional<VectorFormat> ofName(String fileName) {
    return Arrays.stream(values())
        .filter(format -> fileName.toLowerCase(Locale.ROOT).endsWith("." + format.publicName()))
        .findFirst();
  }

  /** As it is written on command lines. */
  public String publicName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All formats, for messages. */
  public static String known() {
    return Arrays.stream(values()).map(VectorFormat::publicName).collect(Collectors.joining(", "));
  }
}
