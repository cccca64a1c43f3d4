package org.transformerzoo.zoo.verification;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.numpy.NpyReader;

/**
 * Reads NumPy's {@code .npz}: named arrays of float32, float64, int32 or int64. ND4J's own reader
 * does not take compressed files.
 */
public final class NpzFile {

  private static final String SUFFIX = ".npy";

  private NpzFile() {}

  /**
   * All arrays of {@code file} by name, in the file's order.
   *
   * @throws InvalidModelException if the file cannot be read
   */
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
                NpyReader.read(file + ", array " + name, in));
          }
        }
      }
    } catch (IOException e) {
      throw new InvalidModelException(file + " cannot be read as .npz: " + e.getMessage(), e);
    }
    return arrays;
  }
}
