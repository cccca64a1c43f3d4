package org.transformerzoo.datavec.tokenizer;

import static org.transformerzoo.datavec.tokenizer.NativeLibrary.LIBRARY;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits text into BERT's words. The native library does it, so that letters, accents and
 * punctuation are exactly those of the tokenizer that will use the pieces: it is given a model that
 * knows no character and therefore spells every word in UTF-8 bytes, one token each, id = byte.
 */
final class BertWords implements AutoCloseable {

  private static final int BYTES = 256;

  private final NativeTokenizer tokenizer;

  BertWords(boolean lowerCase) {
    tokenizer = new NativeTokenizer(definition(lowerCase));
  }

  private static String definition(boolean lowerCase) {
    ObjectNode definition = JsonNodeFactory.instance.objectNode().put("version", "1.0");
    definition.set("normalizer", BertParts.normalizer(true, lowerCase, null));
    definition.set("pre_tokenizer", BertParts.preTokenizer());
    ObjectNode model = definition.putObject("model").put("type", "BPE").put("byte_fallback", true);
    ObjectNode vocabulary = model.putObject("vocab");
    for (int value = 0; value < BYTES; value++) {
      vocabulary.put(String.format(Locale.ROOT, "<0x%02X>", value), value);
    }
    model.putArray("merges");
    return definition.toString();
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
