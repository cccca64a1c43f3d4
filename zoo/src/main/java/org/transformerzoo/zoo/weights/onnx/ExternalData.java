package org.transformerzoo.zoo.weights.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.Excerpt;
import org.transformerzoo.zoo.weights.MappedFile;
import org.transformerzoo.zoo.weights.StoredTensor;
import org.transformerzoo.zoo.weights.TensorDescription;

/** The files beside a model that hold its larger tensors; only the model's own folder is read. */
final class ExternalData implements AutoCloseable {

  private final Path model;
  private final Map<Path, MappedFile> files = new HashMap<>();

  /** Makes a reader of files in the folder of {@code model}. */
  ExternalData(Path model) {
    this.model = model;
  }

  /**
   * A tensor that is stored outside of the model's file.
   *
   * @throws InvalidModelException if the place is outside of the folder, or not there
   */
  StoredTensor open(String subject, TensorProto proto, TensorDescription description) {
    Map<String, String> place = new HashMap<>();
    for (StringStringEntryProto entry : proto.getExternalDataList()) {
      place.put(entry.getKey(), entry.getValue());
    }
    Path path = path(subject, place.getOrDefault("location", ""));
    MappedFile file = files.computeIfAbsent(path, MappedFile::open);
    long offset = number(subject, place, "offset", 0);
    long length = number(subject, place, "length", description.byteLength());
    return StoredTensor.inFile(subject, description, file, offset, length);
  }

  private Path path(String subject, String location) {
    Path inside = inside(location).orElseThrow(() -> outside(subject, location));
    Path path = model.resolveSibling(inside);
    if (!Files.exists(path)) {
      throw new InvalidModelException(
          "%s is in the external file %s, which does not exist".formatted(subject, path));
    }
    if (!isReallyInside(path)) {
      throw outside(subject, location);
    }
    return path;
  }

  private static Optional<Path> inside(String location) {
    if (location.matches("(?s).*[\\\\:].*")) {
      return Optional.empty();
    }
    try {
      Path path = Path.of(location).normalize();
      boolean leaves = path.isAbsolute() || path.startsWith("..") || path.toString().isEmpty();
      return leaves ? Optional.empty() : Optional.of(path);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * A download cache may be all links, but then the model and its files are linked to one place.
   */
  private boolean isReallyInside(Path path) {
    try {
      Path real = path.toRealPath();
      return real.startsWith(model.toAbsolutePath().getParent().toRealPath())
          || real.startsWith(model.toRealPath().getParent());
    } catch (IOException e) {
      return false;
    }
  }

  private static InvalidModelException outside(String subject, String location) {
    return new InvalidModelException(
        "%s is said to be in the external file \"%s\", expected a path inside of the model's folder"
            .formatted(subject, Excerpt.of(location)));
  }

  private static long number(String subject, Map<String, String> place, String key, long fallback) {
    String text = place.getOrDefault(key, Long.toString(fallback));
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, as for a negative number
    }
    throw new InvalidModelException(
        "%s has the external %s %s, expected a number of bytes"
            .formatted(subject, key, Excerpt.of(text)));
  }

  @Override
  public void close() {
    files.values().forEach(MappedFile::close);
  }
}
