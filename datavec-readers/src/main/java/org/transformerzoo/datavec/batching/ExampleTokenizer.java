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

  private record One(TokenizedExample example, boolean truncated) {}

  /**
   * Tokenizes examples.
   *
   * @throws InvalidDataException naming the file and line, if a label is unknown, or a sequence is
   *     too long and the limit refuses it
   */
  Tokenized tokenize(List<TextExample> texts) {
    List<One> all = tokenizeAll(texts);
    int truncated = (int) all.stream().filter(One::truncated).count();
    return new Tokenized(all.stream().map(One::example).toList(), truncated);
  }

  /** Tokenizes as many of the next examples as are worth it. */
  Tokenized tokenizeSome(Iterator<TextExample> texts) {
    List<TextExample> some = new ArrayList<>();
    while (some.size() < AT_ONCE && texts.hasNext()) {
      some.add(texts.next());
    }
    return tokenize(some);
  }

  private List<One> tokenizeAll(List<TextExample> texts) {
    try {
      return texts.parallelStream().map(this::tokenizeOne).toList();
    } catch (InvalidDataException e) {
      // One after the other, so that of several bad lines it is always the first that is named.
      return texts.stream().map(this::tokenizeOne).toList();
    }
  }

  private One tokenizeOne(TextExample text) {
    Encoding encoding = encode(text);
    requireFit(text, encoding);
    Target target = labels.encode(text, encoding);
    boolean targetShortened = target instanceof Target.TextIds written && written.shortened();
    return new One(
        new TokenizedExample(
            encoding.inputIds(), encoding.tokenTypeIds(), target, text.location(), text.role()),
        encoding.truncated() || targetShortened);
  }

  private Encoding encode(TextExample text) {
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
