package org.transformerzoo.zoo.weights.tensorflow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.util.BundleEntryProto;
import org.tensorflow.util.BundleHeaderProto;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.Excerpt;
import org.transformerzoo.zoo.weights.MappedFile;
import org.transformerzoo.zoo.weights.Protobuf;
import org.transformerzoo.zoo.weights.tensorflow.TableBlock.Entry;

/**
 * The index of a tensor bundle: what its variables are, and where their values lie.
 *
 * @param shards the number of data files
 * @param entries by the variables' names, in their order
 */
record BundleIndex(int shards, Map<String, BundleEntryProto> entries) {

  private static final int SUPPORTED_VERSION = 1;

  BundleIndex {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /**
   * Reads an index.
   *
   * @throws InvalidModelException if anything about it is wrong
   */
  static BundleIndex read(Path path) {
    String file = path.toString();
    List<Entry> table;
    try (MappedFile mapped = MappedFile.open(path)) { // what is mapped stays so
      table = SortedTable.read(file, Protobuf.wholeOf(mapped));
    }
    if (table.isEmpty() || !table.get(0).key().isEmpty()) {
      throw new InvalidModelException(file + " has no header, expected that of a checkpoint");
    }
    BundleHeaderProto header =
        Protobuf.parse(
            file + ": the header",
            "that of a checkpoint",
            table.get(0).value(),
            BundleHeaderProto.parser());
    check(file, header);
    Map<String, BundleEntryProto> entries = new LinkedHashMap<>();
    for (Entry entry : table.subList(1, table.size())) {
      String name = new String(entry.key().getBytes(ISO_8859_1), UTF_8);
      String subject = "%s: the entry of %s".formatted(file, Excerpt.of(name));
      entries.put(
          name,
          Protobuf.parse(subject, "that of a variable", entry.value(), BundleEntryProto.parser()));
    }
    return new BundleIndex(header.getNumShards(), entries);
  }

  private static void check(String file, BundleHeaderProto header) {
    if (header.getEndianness() != BundleHeaderProto.Endianness.LITTLE) {
      throw new InvalidModelException(
          file + " is of a big-endian machine, expected a little-endian checkpoint");
    }
    if (header.getVersion().getMinConsumer() > SUPPORTED_VERSION) {
      throw new InvalidModelException(
          "%s needs a reader of version %d, expected at most %d"
              .formatted(file, header.getVersion().getMinConsumer(), SUPPORTED_VERSION));
    }
    if (header.getNumShards() < 1) {
      throw new InvalidModelException(
          "%s is said to have %d data files, expected at least 1"
              .formatted(file, header.getNumShards()));
    }
  }
}
