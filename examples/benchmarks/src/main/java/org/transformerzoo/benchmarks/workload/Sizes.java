package org.transformerzoo.benchmarks.workload;

/**
 * How large the work is. The model is BERT, whose feed-forward blocks are four times as wide as its
 * hidden states.
 *
 * @param layers number of layers
 * @param hidden width of a hidden state, a multiple of {@code heads}
 * @param heads number of attention heads of a layer
 * @param vocabulary number of rows of the word embeddings
 * @param batch sequences that go through the model together
 * @param length tokens of a sequence; where lengths vary, of the longest
 * @param threads that each contender may use
 * @param examples of an epoch, 0 where there are no epochs
 */
public record Sizes(
    int layers,
    int hidden,
    int heads,
    int vocabulary,
    int batch,
    int length,
    int threads,
    int examples) {

  private static final int LONGEST = 512;

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
    if (length < 1 || length > LONGEST || vocabulary < 1) {
      throw new IllegalArgumentException(
          "length is %d and vocabulary is %d, expected 1 to %d and at least 1"
              .formatted(length, vocabulary, LONGEST));
    }
  }

  /** The same with another number of sequences in a batch. */
  public Sizes withBatch(int sequences) {
    return new Sizes(layers, hidden, heads, vocabulary, sequences, length, threads, examples);
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
