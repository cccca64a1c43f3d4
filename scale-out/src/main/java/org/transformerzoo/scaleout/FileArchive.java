package org.transformerzoo.scaleout;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A model folder as one file, as Spark takes folders to executors. */
final class ModelArchive {

  private ModelArchive() {}

  /** Writes the files of {@code folder} and of the folders in it to {@code archive}. */
  static void write(Path folder, Path archive) throws IOException {
    try (OutputStream out = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(out);
        Stream<Path> members = Files.walk(folder)) {
      zip.setLevel(Deflater.NO_COMPRESSION); // weights do not get smaller
      List<Path> files = members.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        zip.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
  }
}
