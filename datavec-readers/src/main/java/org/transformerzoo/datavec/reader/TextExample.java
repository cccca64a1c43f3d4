package org.transformerzoo.datavec.reader;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One example as the file has it.
 *
 * @param text the first text; for tagged words, the words with spaces between them
 * @param pair the second text, or null
 * @param role whether it is a query or a document, or null where nothing says so
 * @param words the words where the text column holds words, for {@link LabelFormat#TAGS} and {@link
 *     LabelFormat#WORDS}, else empty
 * @param labels as written: none, one class, numbers, several names, or a tag for each word, or the
 *     text that is to be written
 * @param location where it was read
 * @param metadata what {@link TextColumns#others() other columns} hold, by their names, in the
 *     order of the file
 */
public record TextExample(
    String text,
    String pair,
    TextRole role,
    List<String> words,
    List<String> labels,
    ExampleLocation location,
    Map<String, String> metadata)
    implements Serializable {

  /** Checks that all but the pair is there. */
  public TextExample {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(location, "location");
    words = List.copyOf(words);
    labels = List.copyOf(labels);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** An example of which nothing else is known, not whether it is a query or a document. */
  public TextExample(
      String text, String pair, List<String> words, List<String> labels, ExampleLocation location) {
    this(text, pair, null, words, labels, location, Map.of());
  }
}
