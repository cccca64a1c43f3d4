package org.transformerzoo.zoo.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What loading did.
 *
 * @param location where the tensors came from
 * @param loaded names of the parameters that were filled, in the model's order
 * @param missing names of the parameters that the source does not have
 * @param unexpected names of the tensors that no parameter needs, in the source's order
 * @param shapeMismatches parameters that the source has in another shape
 */
public record LoadReport(
    String location,
    List<String> loaded,
    List<String> missing,
    List<String> unexpected,
    List<ShapeMismatch> shapeMismatches) {

  /**
   * A parameter that is stored in another shape.
   *
   * @param parameter the parameter's name
   * @param tensor the name of the stored tensor
   * @param found the stored shape
   * @param expected the shape that the parameter needs stored
   */
  public record ShapeMismatch(
      String parameter, String tensor, List<Long> found, List<Long> expected) {
    /** Copies the shapes. */
    public ShapeMismatch {
      found = List.copyOf(found);
      expected = List.copyOf(expected);
    }

    @Override
    public String toString() {
      return "%s: found %s, expected %s".formatted(tensor, found, expected);
    }
  }

  /** Copies the lists. */
  public LoadReport {
    loaded = List.copyOf(loaded);
    missing = List.copyOf(missing);
    unexpected = List.copyOf(unexpected);
    shapeMismatches = List.copyOf(shapeMismatches);
  }

  /** Names of the parameters that were not filled and that the caller has to initialise. */
  public List<String> toInitialize() {
    return Stream.concat(
            missing.stream(), shapeMismatches.stream().map(ShapeMismatch::parameter).distinct())
        .toList();
  }

  /** The report of a source without what was found for {@code parameters}. */
  public LoadReport without(Set<String> parameters) {
    return new LoadReport(
        location,
        loaded.stream().filter(name -> !parameters.contains(name)).toList(),
        Stream.concat(missing.stream(), loaded.stream().filter(parameters::contains)).toList(),
        unexpected,
        shapeMismatches);
  }

  /** The report as one sentence for people. */
  public String summary() {
    List<String> parts = new ArrayList<>();
    int all = loaded.size() + toInitialize().size();
    parts.add("%s: %d of %d parameters loaded".formatted(location, loaded.size(), all));
    if (!missing.isEmpty()) {
      parts.add("%d missing (%s)".formatted(missing.size(), Listing.of(missing)));
    }
    if (!shapeMismatches.isEmpty()) {
      parts.add(
          "%d of another shape (%s)"
              .formatted(shapeMismatches.size(), Listing.of(shapeMismatches)));
    }
    if (!unexpected.isEmpty()) {
      parts.add(
          "%d unexpected tensors left out (%s)"
              .formatted(unexpected.size(), Listing.of(unexpected)));
    }
    return String.join("; ", parts);
  }
}
