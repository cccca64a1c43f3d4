package org.transformerzoo.datavec.reader;

import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;

/**
 * Where an example was read.
 *
 * @param uri the file, or null for text that came from no file
 * @param line the line on which it begins, counted from 1
 */
public record ExampleLocation(URI uri, long line) implements Serializable {

  /** The file's path, or its URI if it is not a local file. */
  public String file() {
    if (uri == null) {
      return "text";
    }
    return "file".equals(uri.getScheme()) ? Path.of(uri).toString() : uri.toString();
  }

  /** File and line, as a sentence about them begins. */
  @Override
  public String toString() {
    return file() + " line " + line;
  }
}
