package org.transformerzoo.datavec.batching;

import java.io.Serializable;
import org.transformerzoo.datavec.reader.ExampleLocation;

/** An example as a model sees it. The arrays are shared with the dataset: read them only. */
public final class TokenizedExample implements Serializable {

  private final int[] inputIds;
  private final int[] tokenTypeIds;
  private final Target target;
  private final ExampleLocation location;

  /**
   * Creates an example.
   *
   * @param inputIds token ids, [length]
   * @param tokenTypeIds segment of each token, [length]
   * @param target what the model should say
   * @param location where it was read
   */
  public TokenizedExample(
      int[] inputIds, int[] tokenTypeIds, Target target, ExampleLocation location) {
    if (inputIds.length != tokenTypeIds.length) {
      throw new IllegalArgumentException(
          inputIds.length + " token ids but " + tokenTypeIds.length + " token type ids");
    }
    this.inputIds = inputIds;
    this.tokenTypeIds = tokenTypeIds;
    this.target = target;
    this.location = location;
  }

  /** Token ids, [length]. */
  public int[] inputIds() {
    return inputIds;
  }

  /** Segment of each token, [length]. */
  public int[] tokenTypeIds() {
    return tokenTypeIds;
  }

  /** What the model should say about it. */
  public Target target() {
    return target;
  }

  /** Where it was read. */
  public ExampleLocation location() {
    return location;
  }

  /** The number of tokens. */
  public int length() {
    return inputIds.length;
  }
}
