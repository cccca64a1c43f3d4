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

/** A folder, or a file in a folder of its own, as one file: as Spark takes folders to executors. */
final class FileArchive {

  private FileArchive() {}

  /** Writes a file, or the files of a folder and of the folders in it, to {@code archive}. */
  static void write(Path source, Path archive) throws IOException {
    Path root = Files.isDirectory(source) ? source : source.toAbsolutePath().getParent();
    Path start = Files.isDirectory(source) ? source : source.toAbsolutePath();
    try (OutputStream out = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(out);
        Stream<Path> members = Files.walk(start)) {
      zip.setLevel(Deflater.NO_COMPRESSION); // weights do not get smaller
      List<Path> files = members.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        zip.putNextEntry(new ZipEntry(root.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
  }
}
