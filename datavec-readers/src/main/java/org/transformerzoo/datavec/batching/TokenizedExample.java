package org.transformerzoo.datavec.batching;

import java.io.Serializable;
import java.util.Optional;
import org.transformerzoo.datavec.reader.ExampleLocation;
import org.transformerzoo.datavec.reader.TextRole;

/** An example as a model sees it. The arrays are shared with the dataset: read them only. */
public final class TokenizedExample implements Serializable {

  private final int[] inputIds;
  private final int[] tokenTypeIds;
  private final Target target;
  private final ExampleLocation location;
  private final TextRole role;

  /** Creates an example of which nothing says whether it is a query or a document. */
  public TokenizedExample(
      int[] inputIds, int[] tokenTypeIds, Target target, ExampleLocation location) {
    this(inputIds, tokenTypeIds, target, location, null);
  }

  /**
   * Creates an example.
   *
   * @param inputIds token ids, [length]
   * @param tokenTypeIds segment of each token, [length]
   * @param target what the model should say
   * @param location where it was read
   * @param role whether it is a query or a document, or null
   * @throws IllegalArgumentException if the arrays are not equally long
   */
  public TokenizedExample(
      int[] inputIds, int[] tokenTypeIds, Target target, ExampleLocation location, TextRole role) {
    if (inputIds.length != tokenTypeIds.length) {
      throw new IllegalArgumentException(
          inputIds.length + " token ids but " + tokenTypeIds.length + " token type ids");
    }
    this.inputIds = inputIds;
    this.tokenTypeIds = tokenTypeIds;
    this.target = target;
    this.location = location;
    this.role = role;
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

  /** Whether it is a query or a document, where that is known. */
  public Optional<TextRole> role() {
    return Optional.ofNullable(role);
  }

  /** The number of tokens. */
  public int length() {
    return inputIds.length;
  }
}
