package org.transformerzoo.scaleout;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A file or folder of the driver that each executor gets once, with its first task.
 *
 * @param original where it is at the driver, as the user wrote it
 * @param name of the folder in which executors have it
 * @param file its name in there; empty for a folder
 */
public record ShippedFile(String original, String name, String file) implements Serializable {

  /**
   * Ships what is there.
   *
   * @throws UncheckedIOException if it cannot be read, or packed into a temporary file
   */
  public static ShippedFile of(Path path, JavaSparkContext context) {
    String base = path.toAbsolutePath().normalize().getFileName().toString();
    // Archives of one context have different names.
    String name = UUID.randomUUID() + "-" + base.replaceAll("[^A-Za-z0-9._-]", "_");
    try {
      Path archive = Files.createTempDirectory("tzoo-spark").resolve(name + ".zip");
      archive.getParent().toFile().deleteOnExit();
      archive.toFile().deleteOnExit();
      FileArchive.write(path, archive);
      context.sc().addArchive(archive.toUri() + "#" + name);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be packed: " + e.getMessage(), e);
    }
    return new ShippedFile(path.toString(), name, Files.isDirectory(path) ? "" : base);
  }

  /** Where it is in this process, an executor. */
  public Path here() {
    return folder().resolve(name).resolve(file);
  }

  /** Where this process, an executor, has its files of this application. */
  public static Path folder() {
    return Path.of(SparkFiles.getRootDirectory()).toAbsolutePath().normalize();
  }
}
