package org.transformerzoo.datavec.batching;

import java.util.ArrayList;
import java.util.List;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.reader.ExampleLocation;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.Tokenizer;

/** Tokenized examples in memory, in the order of the data. */
public final class TokenizedDataset implements ExampleSource {

  private static final int TOKENIZED_AT_ONCE = 512;

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
    List<TokenizedExample> examples = new ArrayList<>(texts.size());
    int truncated = 0;
    for (int from = 0; from < texts.size(); from += TOKENIZED_AT_ONCE) {
      List<TextExample> chunk =
          texts.subList(from, Math.min(from + TOKENIZED_AT_ONCE, texts.size()));
      List<Encoding> encodings = encode(chunk, tokenizer, limit);
      for (int i = 0; i < chunk.size(); i++) {
        Encoding encoding = encodings.get(i);
        requireFit(chunk.get(i), encoding, limit);
        truncated += encoding.truncated() ? 1 : 0;
        examples.add(
            new TokenizedExample(
                encoding.inputIds(),
                encoding.tokenTypeIds(),
                labels.encode(chunk.get(i), encoding),
                chunk.get(i).location(),
                chunk.get(i).role()));
      }
    }
    return new TokenizedDataset(examples, truncated);
  }

  private static List<Encoding> encode(
      List<TextExample> chunk, Tokenizer tokenizer, SequenceLimit limit) {
    try {
      return chunk.parallelStream().map(text -> encodeOne(text, tokenizer, limit)).toList();
    } catch (InvalidDataException e) {
      // One after the other, so that of several bad lines it is always the first that is named.
      return chunk.stream().map(text -> encodeOne(text, tokenizer, limit)).toList();
    }
  }

  private static Encoding encodeOne(TextExample text, Tokenizer tokenizer, SequenceLimit limit) {
    try {
      return text.words().isEmpty()
          ? tokenizer.encode(text.text(), text.pair(), limit.truncation(), limit.maxLength())
          : tokenizer.encodeWords(text.words(), limit.truncation(), limit.maxLength());
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(text.location() + ": " + e.getMessage(), e);
    }
  }

  private static void requireFit(TextExample text, Encoding encoding, SequenceLimit limit) {
    if (encoding.length() > limit.maxLength()) {
      throw new InvalidDataException(
          text.location()
              + " has "
              + encoding.length()
              + " tokens, expected at most "
              + limit.maxLength());
    }
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
