package org.transformerzoo.datavec.batching;

import java.util.ArrayList;
import java.util.List;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.reader.ExampleLocation;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.datavec.tokenizer.Tokenizer;

/** Tokenized examples in memory, in the order of the data. */
public final class TokenizedDataset implements ExampleSource {

  private final List<TokenizedExample> examples;
  private final int truncated;

  private TokenizedDataset(List<TokenizedExample> examples, int truncated) {
    this.examples = List.copyOf(examples);
    this.truncated = truncated;
    if (this.examples.isEmpty()) {
      throw new IllegalArgumentException("a dataset needs at least one example");
    }
  }

  /** A dataset of examples that were tokenized elsewhere. */
  public static TokenizedDataset of(List<TokenizedExample> examples) {
    return new TokenizedDataset(examples, 0);
  }

  /**
   * Tokenizes examples.
   *
   * @throws InvalidDataException naming the file and line, if a label is unknown, or a sequence is
   *     too long and the limit refuses it
   */
  public static TokenizedDataset tokenize(
      List<TextExample> texts, Tokenizer tokenizer, SequenceLimit limit, LabelEncoder labels) {
    return tokenize(texts, new ExampleTokenizer(tokenizer, limit, labels));
  }

  /** Tokenizes examples, as above. */
  public static TokenizedDataset tokenize(List<TextExample> texts, ExampleTokenizer tokenizer) {
    List<TokenizedExample> examples = new ArrayList<>(texts.size());
    int truncated = 0;
    for (int from = 0; from < texts.size(); from += ExampleTokenizer.AT_ONCE) {
      int to = Math.min(from + ExampleTokenizer.AT_ONCE, texts.size());
      ExampleTokenizer.Tokenized tokenized = tokenizer.tokenize(texts.subList(from, to));
      examples.addAll(tokenized.examples());
      truncated += tokenized.truncated();
    }
    return new TokenizedDataset(examples, truncated);
  }

  @Override
  public int size() {
    return examples.size();
  }

  /** The example at an index in 0..size-1. */
  public TokenizedExample example(int index) {
    return examples.get(index);
  }

  /** The example at an index, the same in each epoch. */
  @Override
  public TokenizedExample example(int index, long epoch) {
    return example(index);
  }

  @Override
  public ExampleLocation location(int index) {
    return example(index).location();
  }

  /** How many sequences were shortened to respect the maximum length. */
  public int truncated() {
    return truncated;
  }

  @Override
  public int[] lengths() {
    return examples.stream().mapToInt(TokenizedExample::length).toArray();
  }
}
