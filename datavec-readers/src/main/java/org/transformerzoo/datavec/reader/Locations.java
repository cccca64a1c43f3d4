package org.transformerzoo.datavec.reader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.datavec.api.split.InputSplit;
import org.datavec.api.split.InputStreamInputSplit;
import org.datavec.api.split.StringSplit;
import org.nd4j.common.function.Function;
import org.transformerzoo.datavec.InvalidDataException;

/** The streams of an input split, in its order. */
final class Locations {

  /** A stream yet to be opened; the URI is null for text that comes from no file. */
  record Location(URI uri, Function<URI, InputStream> opener) {

    /** A local file. */
    static Location of(Path file) {
      return new Location(
          file.toUri(),
          uri -> {
            try {
              return Files.newInputStream(file);
            } catch (IOException e) {
              throw new InvalidDataException(
                  "%s cannot be read: %s".formatted(file, e.getMessage()), e);
            }
          });
    }

    /** Its content, decompressed. */
    InputStream open() {
      try {
        return Decompression.of(opener.apply(uri));
      } catch (IOException e) {
        throw new InvalidDataException(
            "%s cannot be read: %s".formatted(new ExampleLocation(uri, 1).file(), e.getMessage()),
            e);
      }
    }
  }

  private Locations() {}

  static List<Location> of(InputSplit split, Function<URI, InputStream> opener) {
    if (split instanceof StringSplit text) {
      byte[] bytes = text.getData().getBytes(StandardCharsets.UTF_8);
      return List.of(new Location(null, uri -> new ByteArrayInputStream(bytes)));
    }
    if (split instanceof InputStreamInputSplit stream) {
      URI[] uris = stream.locations();
      URI uri = uris == null || uris.length == 0 ? null : uris[0];
      return List.of(new Location(uri, ignored -> stream.getIs()));
    }
    List<Location> locations = new ArrayList<>();
    split.locationsIterator().forEachRemaining(uri -> locations.add(new Location(uri, opener)));
    return locations;
  }
}
