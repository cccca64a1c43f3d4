package org.transformerzoo.zoo.numpy;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.InvalidModelException;

/** Reads NumPy's {@code .npy}: an array of float32, float64, int32 or int64, of at most 2 GiB. */
public final class NpyReader {

  private static final Pattern HEADER =
      Pattern.compile(
          "'descr':\\s*'([^']*)'.*'fortran_order':\\s*(True|False).*'shape':\\s*\\(([0-9, ]*)\\)");
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LARGEST_HEADER = 1 << 16;

  private NpyReader() {}

  /**
   * The array in {@code file}; float64 becomes float32.
   *
   * @throws InvalidModelException with one sentence if the file cannot be read
   */
  public static INDArray read(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return read(file.toString(), in);
    } catch (NoSuchFileException e) {
      throw new InvalidModelException(file + " does not exist", e);
    } catch (EOFException e) {
      throw new InvalidModelException(file + " ends within its header", e);
    } catch (IOException e) {
      throw new InvalidModelException(file + " cannot be read as .npy: " + e.getMessage(), e);
    }
  }

  /**
   * The array that {@code stream} holds from here to its end.
   *
   * @param location what messages call it
   * @throws IOException if the stream cannot be read, or ends too early
   * @throws InvalidModelException if it is no NumPy array, or one of a kind that is not read
   */
  public static INDArray read(String location, InputStream stream) throws IOException {
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
    long[] shape = shape(location, matcher.group(3));
    boolean columnsFirst = matcher.group(2).equals("True");
    return columnsFirst
        ? columnsFirst(location, matcher.group(1), shape, in)
        : values(location, matcher.group(1), shape, in);
  }

  private static long[] shape(String location, String text) {
    String[] dimensions =
        Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(dimension -> !dimension.isEmpty())
            .toArray(String[]::new);
    for (String dimension : dimensions) {
      if (!dimension.matches("[0-9]{1,10}")) {
        throw new InvalidModelException(location + " has the shape (" + text + ")");
      }
    }
    return Arrays.stream(dimensions).mapToLong(Long::parseLong).toArray();
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
    BigInteger expected = BigInteger.valueOf(size);
    for (long dimension : shape) {
      expected = expected.multiply(BigInteger.valueOf(dimension));
    }
    if (!expected.equals(BigInteger.valueOf(bytes.remaining()))) {
      throw new InvalidModelException(
          "%s has %d bytes of values, expected %d"
              .formatted(location, bytes.remaining(), expected));
    }
    INDArray flat = flat(type, bytes, bytes.remaining() / size);
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
