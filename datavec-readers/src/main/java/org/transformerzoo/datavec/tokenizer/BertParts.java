package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The parts of a definition that turn text into BERT's words. */
final class BertParts {

  private BertParts() {}

  /**
   * Cleans text of control characters and, as asked, of case and accents.
   *
   * @param stripAccents null to strip them if and only if the text is lower-cased
   */
  static ObjectNode normalizer(
      boolean separateIdeographs, boolean lowerCase, Boolean stripAccents) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "BertNormalizer")
        .put("clean_text", true)
        .put("handle_chinese_chars", separateIdeographs)
        .put("strip_accents", stripAccents)
        .put("lowercase", lowerCase);
  }

  /** Splits at white space and around every punctuation character. */
  static ObjectNode preTokenizer() {
    return JsonNodeFactory.instance.objectNode().put("type", "BertPreTokenizer");
  }
}
