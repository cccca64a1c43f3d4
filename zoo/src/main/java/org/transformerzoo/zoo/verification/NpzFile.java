package org.transformerzoo.zoo.verification;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.InvalidModelException;

/**
 * Reads NumPy's {@code .npz}: named arrays of float32, float64, int32 or int64. ND4J's own reader
 * does not take compressed files.
 */
public final class NpzFile {

  private static final Pattern HEADER =
      Pattern.compile(
          "'descr':\\s*'([^']*)'.*'fortran_order':\\s*(True|False).*'shape':\\s*\\(([^)]*)\\)");
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LARGEST_HEADER = 1 << 16;
  private static final String SUFFIX = ".npy";

  private NpzFile() {}

  /** All arrays of {@code file} by name, in the file's order. */
  public static Map<String, INDArray> read(Path file) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        String name = entry.getName();
        if (name.endsWith(SUFFIX)) {
          try (InputStream in = zip.getInputStream(entry)) {
            arrays.put(
                name.substring(0, name.length() - SUFFIX.length()),
                readArray(file + ", array " + name, in));
          }
        }
      }
    } catch (IOException e) {
      throw new InvalidModelException(file + " cannot be read as .npz: " + e.getMessage(), e);
    }
    return arrays;
  }

  private static INDArray readArray(String location, InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    byte[] magic = in.readNBytes(MAGIC.length);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new InvalidModelException(location + " does not begin as a NumPy array does");
    }
    int version = in.readUnsignedByte();
    in.readUnsignedByte();
    int headerLength =
        version == 1
            ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
            : Integer.reverseBytes(in.readInt());
    if (headerLength < 0 || headerLength > LARGEST_HEADER) {
      throw new InvalidModelException(
          "%s has a header of %d bytes, expected at most %d"
              .formatted(location, headerLength, LARGEST_HEADER));
    }
    String header = new String(in.readNBytes(headerLength), StandardCharsets.ISO_8859_1);
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.find()) {
      throw new InvalidModelException(location + " is not a plain array: " + header.strip());
    }
    long[] shape =
        Arrays.stream(matcher.group(3).split(","))
            .map(String::strip)
            .filter(dimension -> !dimension.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    boolean columnsFirst = matcher.group(2).equals("True");
    return columnsFirst
        ? columnsFirst(location, matcher.group(1), shape, in)
        : values(location, matcher.group(1), shape, in);
  }

  /** An array in Fortran order: the transposed one in C order. */
  private static INDArray columnsFirst(
      String location, String type, long[] shape, DataInputStream in) throws IOException {
    int rank = shape.length;
    long[] reversed = new long[rank];
    int[] order = new int[rank];
    for (int i = 0; i < rank; i++) {
      reversed[i] = shape[rank - 1 - i];
      order[i] = rank - 1 - i;
    }
    return values(location, type, reversed, in).permute(order).dup('c');
  }

  private static INDArray values(String location, String type, long[] shape, DataInputStream in)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
    int size =
        switch (type) {
          case "<f4", "<i4" -> 4;
          case "<f8", "<i8" -> 8;
          default ->
              throw new InvalidModelException(
                  location + " holds " + type + ", expected <f4, <f8, <i4 or <i8");
        };
    long length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (bytes.remaining() != length * size) {
      throw new InvalidModelException(
          "%s has %d bytes of values, expected %d"
              .formatted(location, bytes.remaining(), length * size));
    }
    INDArray flat = flat(type, bytes, (int) length);
    return shape.length == 0
        ? Nd4j.scalar(flat.dataType(), flat.getNumber(0))
        : flat.reshape(shape);
  }

  private static INDArray flat(String type, ByteBuffer bytes, int length) {
    switch (type) {
      case "<f4" -> {
        float[] values = new float[length];
        bytes.asFloatBuffer().get(values);
        return Nd4j.createFromArray(values);
      }
      case "<f8" -> {
        double[] values = new double[length];
        bytes.asDoubleBuffer().get(values);
        return Nd4j.createFromArray(values).castTo(DataType.FLOAT);
      }
      case "<i4" -> {
        int[] values = new int[length];
        bytes.asIntBuffer().get(values);
        return Nd4j.createFromArray(values);
      }
      default -> {
        long[] values = new long[length];
        bytes.asLongBuffer().get(values);
        return Nd4j.createFromArray(values);
      }
    }
  }
}
