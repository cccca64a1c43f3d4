package org.transformerzoo.datavec.reader;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.metadata.RecordMetaDataLine;
import org.transformerzoo.datavec.InvalidDataException;

/** Finds examples again by file and line; each file is read once. */
final class RecordLookup {

  private final Function<URI, ExampleCursor> opener;

  RecordLookup(Function<URI, ExampleCursor> opener) {
    this.opener = opener;
  }

  /** The examples, in the order of the metadata. */
  List<TextExample> find(List<RecordMetaData> metaData) throws IOException {
    Set<ExampleLocation> wanted = new LinkedHashSet<>();
    for (RecordMetaData place : metaData) {
      wanted.add(location(place));
    }
    Map<ExampleLocation, TextExample> found = new HashMap<>();
    for (URI uri : wanted.stream().map(ExampleLocation::uri).distinct().toList()) {
      collect(uri, wanted, found);
    }
    return metaData.stream().map(place -> foundAt(location(place), found)).toList();
  }

  private void collect(
      URI uri, Set<ExampleLocation> wanted, Map<ExampleLocation, TextExample> found)
      throws IOException {
    long left = wanted.stream().filter(location -> location.uri().equals(uri)).count();
    try (ExampleCursor cursor = opener.apply(uri)) {
      for (TextExample e = cursor.next(); e != null && left > 0; e = cursor.next()) {
        if (wanted.contains(e.location())) {
          found.put(e.location(), e);
          left--;
        }
      }
    }
  }

  private static TextExample foundAt(
      ExampleLocation location, Map<ExampleLocation, TextExample> found) {
    TextExample example = found.get(location);
    if (example == null) {
      throw new InvalidDataException(location + " does not begin an example any more");
    }
    return example;
  }

  private static ExampleLocation location(RecordMetaData place) {
    if (place instanceof RecordMetaDataLine line && line.getURI() != null) {
      return new ExampleLocation(line.getURI(), line.getLineNumber());
    }
    throw new IllegalArgumentException(
        "metadata "
            + place
            + " does not name a file and a line, expected it as this reader made it");
  }
}
