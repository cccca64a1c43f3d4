package org.transformerzoo.datavec.batching;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.Tokenizer;

/**
 * Makes text examples into tokenized ones, on all cores.
 *
 * @param tokenizer that of the model
 * @param limit how long a sequence may be
 * @param labels what becomes of labels
 */
public record ExampleTokenizer(Tokenizer tokenizer, SequenceLimit limit, LabelEncoder labels) {

  /** How many examples are worth distributing over the cores. */
  static final int AT_ONCE = 512;

  /**
   * Tokenized examples.
   *
   * @param examples in the order of the texts
   * @param truncated how many were shortened
   */
  record Tokenized(List<TokenizedExample> examples, int truncated) {}

  /**
   * Tokenizes examples.
   *
   * @throws InvalidDataException naming the file and line, if a label is unknown, or a sequence is
   *     too long and the limit refuses it
   */
  Tokenized tokenize(List<TextExample> texts) {
    List<Encoding> encodings = encode(texts);
    List<TokenizedExample> examples = new ArrayList<>(texts.size());
    int truncated = 0;
    for (int i = 0; i < encodings.size(); i++) {
      TextExample text = texts.get(i);
      Encoding encoding = encodings.get(i);
      requireFit(text, encoding);
      truncated += encoding.truncated() ? 1 : 0;
      examples.add(
          new TokenizedExample(
              encoding.inputIds(),
              encoding.tokenTypeIds(),
              labels.encode(text, encoding),
              text.location(),
              text.role()));
    }
    return new Tokenized(examples, truncated);
  }

  /** Tokenizes as many of the next examples as are worth it. */
  Tokenized tokenizeSome(Iterator<TextExample> texts) {
    List<TextExample> some = new ArrayList<>();
    while (some.size() < AT_ONCE && texts.hasNext()) {
      some.add(texts.next());
    }
    return tokenize(some);
  }

  private List<Encoding> encode(List<TextExample> texts) {
    try {
      return texts.parallelStream().map(this::encodeOne).toList();
    } catch (InvalidDataException e) {
      // One after the other, so that of several bad lines it is always the first that is named.
      return texts.stream().map(this::encodeOne).toList();
    }
  }

  private Encoding encodeOne(TextExample text) {
    try {
      return text.words().isEmpty()
          ? tokenizer.encode(text.text(), text.pair(), limit.truncation(), limit.maxLength())
          : tokenizer.encodeWords(text.words(), limit.truncation(), limit.maxLength());
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(text.location() + ": " + e.getMessage(), e);
    }
  }

  private void requireFit(TextExample text, Encoding encoding) {
    if (encoding.length() > limit.maxLength()) {
      throw new InvalidDataException(
          text.location()
              + " has "
              + encoding.length()
              + " tokens, expected at most "
              + limit.maxLength());
    }
  }
}
