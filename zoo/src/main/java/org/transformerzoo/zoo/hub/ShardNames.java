package org.transformerzoo.zoo.hub;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.weights.safetensors.SafetensorsIndex;

/** The files that a safetensors index names. */
final class ShardNames {

  /**
   * The index is a stranger's text and its names become files here, so only plain ones are taken.
   */
  private static final Pattern PLAIN = Pattern.compile("\\w[\\w.-]{0,200}\\.safetensors");

  private static final int LONGEST_SHOWN = 120;

  private ShardNames() {}

  /**
   * The names in {@code index}, in order.
   *
   * @throws InvalidModelException if it is no index, or names something else than a safetensors
   *     file beside it
   */
  static Set<String> in(Path index) {
    Set<String> names = new TreeSet<>();
    for (Path shard : SafetensorsIndex.read(index).shards().values()) {
      String name = shard.getFileName().toString();
      if (!PLAIN.matcher(name).matches()) {
        throw new InvalidModelException(
            "%s names the file \"%s\", expected a safetensors file beside it"
                .formatted(index, shown(name)));
      }
      names.add(name);
    }
    if (names.isEmpty()) {
      throw new InvalidModelException(index + " names no files, expected a weight_map");
    }
    return names;
  }

  private static String shown(String name) {
    String line = name.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "…";
  }
}
