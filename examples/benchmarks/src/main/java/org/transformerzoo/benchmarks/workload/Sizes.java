package org.transformerzoo.benchmarks.workload;

/**
 * How large the work is. Feed-forward blocks are four times as wide as hidden states.
 *
 * @param family of the model
 * @param layers number of layers, in BART of each stack
 * @param hidden width of a hidden state, a multiple of {@code heads}
 * @param heads number of attention heads of a layer
 * @param vocabulary number of rows of the word embeddings
 * @param batch sequences that go through the model together
 * @param length tokens of a sequence; where lengths vary, of the longest
 * @param threads that each contender may use
 * @param examples of an epoch, 0 where there are no epochs
 * @param beams texts that a search follows, 0 where nothing is written
 * @param tokens that are written after each sequence, 0 where nothing is
 */
public record Sizes(
    Family family,
    int layers,
    int hidden,
    int heads,
    int vocabulary,
    int batch,
    int length,
    int threads,
    int examples,
    int beams,
    int tokens) {

  private static final int LONGEST = 512;

  /** The special tokens. */
  private static final int SMALLEST_VOCABULARY = 4;

  public Sizes {
    if (Math.min(Math.min(layers, heads), Math.min(batch, threads)) < 1 || examples < 0) {
      throw new IllegalArgumentException(
          "layers, heads, batch and threads are %d, %d, %d, %d, expected at least 1 each"
              .formatted(layers, heads, batch, threads));
    }
    if (hidden < 1 || hidden % heads != 0) {
      throw new IllegalArgumentException(
          "hidden is %d, expected a multiple of heads, %d".formatted(hidden, heads));
    }
    if (length < 1 || length > LONGEST || vocabulary < SMALLEST_VOCABULARY) {
      throw new IllegalArgumentException(
          "length is %d and vocabulary is %d, expected 1 to %d and at least %d"
              .formatted(length, vocabulary, LONGEST, SMALLEST_VOCABULARY));
    }
    if (beams < 0 || tokens < 0 || tokens > LONGEST) {
      throw new IllegalArgumentException(
          "beams is %d and tokens is %d, expected at least 1 and 1 to %d"
              .formatted(beams, tokens, LONGEST));
    }
  }

  /** The same work on a model of {@code other}. */
  public Sizes of(Family other) {
    return new Sizes(
        other, layers, hidden, heads, vocabulary, batch, length, threads, examples, beams, tokens);
  }

  /** The same work with texts to write. */
  public Sizes writing(int newBeams, int newTokens) {
    if (newBeams < 1 || newTokens < 1) {
      throw new IllegalArgumentException(
          "beams is %d and tokens is %d, expected at least 1".formatted(newBeams, newTokens));
    }
    return new Sizes(
        family,
        layers,
        hidden,
        heads,
        vocabulary,
        batch,
        length,
        threads,
        examples,
        newBeams,
        newTokens);
  }

  /** The same with another number of sequences in a batch. */
  public Sizes withBatch(int sequences) {
    return new Sizes(
        family,
        layers,
        hidden,
        heads,
        vocabulary,
        sequences,
        length,
        threads,
        examples,
        beams,
        tokens);
  }

  /** Width of one attention head. */
  public int headWidth() {
    return hidden / heads;
  }

  /** Width inside a feed-forward block. */
  public int intermediate() {
    return 4 * hidden;
  }

  /** Number of rows of the position embeddings. */
  public int positions() {
    return LONGEST;
  }
}
