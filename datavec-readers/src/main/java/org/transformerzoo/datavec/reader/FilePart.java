package org.transformerzoo.datavec.reader;

import java.io.InputStream;
import java.net.URI;
import java.util.List;

/**
 * Some consecutive lines of a file that is read in parts.
 *
 * @param uri of the file
 * @param lines the lines, none of them a header
 * @param firstLine the number of the first one in the file, counted from 1
 * @param names of the columns, as the file's header has them; empty if it has none
 */
public record FilePart(URI uri, InputStream lines, long firstLine, List<String> names) {

  /** Copies the list. */
  public FilePart {
    names = List.copyOf(names);
    if (firstLine < 1) {
      throw new IllegalArgumentException("firstLine is " + firstLine + ", expected at least 1");
    }
  }
}
