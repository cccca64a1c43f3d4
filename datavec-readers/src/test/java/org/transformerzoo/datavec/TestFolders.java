package org.transformerzoo.datavec;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** Where the test data lies. */
public final class TestFolders {

  private TestFolders() {}

  /** A file or folder under src/test/resources. */
  public static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(TestFolders.class.getClassLoader().getResource(name), name)
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
