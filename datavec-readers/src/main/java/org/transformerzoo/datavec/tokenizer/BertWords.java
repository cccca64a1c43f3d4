package org.transformerzoo.datavec.tokenizer;

import static org.transformerzoo.datavec.tokenizer.NativeLibrary.LIBRARY;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits text into BERT's words. The native library does it, so that letters, accents and
 * punctuation are exactly those of the tokenizer that will use the pieces.
 */
final class BertWords implements AutoCloseable {

  private final NativeTokenizer tokenizer;

  BertWords(boolean lowerCase) {
    tokenizer =
        new NativeTokenizer(
            ByteSpelling.definition(
                BertParts.normalizer(true, lowerCase, null), BertParts.preTokenizer()));
  }

  /** The normalised words of a text. */
  List<String> words(String text) {
    Encoding bytes =
        tokenizer.with(
            handle -> Encodings.take(LIBRARY.encode(handle, WellFormed.text(text), false)));
    List<String> words = new ArrayList<>();
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    for (int i = 0; i < bytes.length(); i++) {
      word.write(bytes.inputIds()[i]);
      boolean last = i + 1 == bytes.length() || bytes.wordIds()[i + 1] != bytes.wordIds()[i];
      if (last) {
        words.add(word.toString(StandardCharsets.UTF_8));
        word.reset();
      }
    }
    return words;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
