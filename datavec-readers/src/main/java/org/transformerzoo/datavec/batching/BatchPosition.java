package org.transformerzoo.datavec.batching;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A place in the sequence of batches, to go on from later.
 *
 * @param epoch counted from 0
 * @param batch within the epoch, counted from 0; equal to the number of batches at the epoch's end
 */
public record BatchPosition(long epoch, int batch) implements Serializable {

  /** Where everything begins. */
  public static final BatchPosition START = new BatchPosition(0, 0);

  private static final int MOST_LOCATIONS_TOLD = 8;

  /** Checks the numbers. */
  public BatchPosition {
    if (epoch < 0 || batch < 0) {
      throw new IllegalArgumentException(
          "epoch " + epoch + " and batch " + batch + ", expected both to be at least 0");
    }
  }

  /** The one behind it in its epoch. */
  BatchPosition next() {
    return new BatchPosition(epoch, batch + 1);
  }

  /**
   * Names the batch here and where its examples come from, for messages.
   *
   * @param locations of the examples, as the batch's metadata have them
   */
  public String describe(List<? extends Serializable> locations) {
    String places =
        locations.stream()
            .limit(MOST_LOCATIONS_TOLD)
            .map(Object::toString)
            .collect(Collectors.joining(", "));
    int more = locations.size() - MOST_LOCATIONS_TOLD;
    return "batch %d of epoch %d (%s%s)"
        .formatted(batch, epoch, places, more > 0 ? " and " + more + " more" : "");
  }
}
