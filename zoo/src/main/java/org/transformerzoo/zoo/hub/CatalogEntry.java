package org.transformerzoo.zoo.hub;

import java.util.HashMap;
import java.util.Map;

/**
 * A name for a model.
 *
 * @param name what users call it
 * @param id where it is
 * @param checksums by file name, the checksums that files must have, whatever the hub says
 */
public record CatalogEntry(String name, ModelId id, Map<String, Sha256> checksums) {

  /** Keeps a copy. */
  public CatalogEntry {
    checksums = Map.copyOf(checksums);
  }

  /** A name without checksums of its own: the hub's are used. */
  public static CatalogEntry of(String name, ModelId id) {
    return new CatalogEntry(name, id, Map.of());
  }

  /** The same with a checksum that {@code file} must have. */
  public CatalogEntry withChecksum(String file, Sha256 checksum) {
    Map<String, Sha256> more = new HashMap<>(checksums);
    more.put(file, checksum);
    return new CatalogEntry(name, id, more);
  }
}
