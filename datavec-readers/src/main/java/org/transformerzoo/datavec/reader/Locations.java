package org.transformerzoo.datavec.reader;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.datavec.api.split.InputSplit;
import org.datavec.api.split.InputStreamInputSplit;
import org.datavec.api.split.StringSplit;
import org.nd4j.common.function.Function;

/** The streams of an input split, in its order. */
final class Locations {

  /** A stream yet to be opened; the URI is null for text that comes from no file. */
  record Location(URI uri, Function<URI, InputStream> opener) {

    InputStream open() {
      return opener.apply(uri);
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
