package org.transformerzoo.datavec.tokenizer;

import java.util.List;
import java.util.Map;

/**
 * A part of a definition that is made of components, the kinds of components that are known to it,
 * and the fields of each kind.
 *
 * @param key its key in a definition
 * @param membersKey the key of the components inside of a sequence
 * @param fieldsByType the fields of each known kind of component
 */
record DefinitionPart(String key, String membersKey, Map<String, List<String>> fieldsByType) {

  /** What a component is called that has others inside. */
  static final String SEQUENCE = "Sequence";

  private static final List<String> BYTE_LEVEL =
      List.of("add_prefix_space", "trim_offsets", "use_regex");
  private static final List<String> METASPACE =
      List.of("replacement", "add_prefix_space", "prepend_scheme", "split");

  /** Changes the text. */
  static final DefinitionPart NORMALIZER =
      new DefinitionPart(
          "normalizer",
          "normalizers",
          Map.ofEntries(
              Map.entry(
                  "BertNormalizer",
                  List.of("clean_text", "handle_chinese_chars", "strip_accents", "lowercase")),
              Map.entry("Strip", List.of("strip_left", "strip_right")),
              Map.entry("StripAccents", List.of()),
              Map.entry("NFC", List.of()),
              Map.entry("NFD", List.of()),
              Map.entry("NFKC", List.of()),
              Map.entry("NFKD", List.of()),
              Map.entry("Lowercase", List.of()),
              Map.entry("Nmt", List.of()),
              Map.entry("ByteLevel", List.of()),
              Map.entry("Precompiled", List.of("precompiled_charsmap")),
              Map.entry("Replace", List.of("pattern", "content")),
              Map.entry("Prepend", List.of("prepend")),
              Map.entry("Sequence", List.of("normalizers"))));

  /** Splits the text into words. */
  static final DefinitionPart PRE_TOKENIZER =
      new DefinitionPart(
          "pre_tokenizer",
          "pretokenizers",
          Map.ofEntries(
              Map.entry("BertPreTokenizer", List.of()),
              Map.entry("Whitespace", List.of()),
              Map.entry("WhitespaceSplit", List.of()),
              Map.entry("UnicodeScripts", List.of()),
              Map.entry("ByteLevel", BYTE_LEVEL),
              Map.entry("Metaspace", METASPACE),
              Map.entry("CharDelimiterSplit", List.of("delimiter")),
              Map.entry("Punctuation", List.of("behavior")),
              Map.entry("Digits", List.of("individual_digits")),
              Map.entry("Split", List.of("pattern", "behavior", "invert")),
              Map.entry("Sequence", List.of("pretokenizers"))));

  /** Puts special tokens around the pieces. */
  static final DefinitionPart POST_PROCESSOR =
      new DefinitionPart(
          "post_processor",
          "processors",
          Map.of(
              "ByteLevel",
              BYTE_LEVEL,
              "BertProcessing",
              List.of("sep", "cls"),
              "RobertaProcessing",
              List.of("sep", "cls", "trim_offsets", "add_prefix_space"),
              "TemplateProcessing",
              List.of("single", "pair", "special_tokens"),
              "Sequence",
              List.of("processors")));

  /** Joins pieces to text. */
  static final DefinitionPart DECODER =
      new DefinitionPart(
          "decoder",
          "decoders",
          Map.ofEntries(
              Map.entry("BPEDecoder", List.of("suffix")),
              Map.entry("ByteLevel", BYTE_LEVEL),
              Map.entry("WordPiece", List.of("prefix", "cleanup")),
              Map.entry("Metaspace", METASPACE),
              Map.entry("CTC", List.of("pad_token", "word_delimiter_token", "cleanup")),
              Map.entry("Replace", List.of("pattern", "content")),
              Map.entry("Strip", List.of("content", "start", "stop")),
              Map.entry("Fuse", List.of()),
              Map.entry("ByteFallback", List.of()),
              Map.entry("Sequence", List.of("decoders"))));

  /** Finds the pieces of a word. */
  static final DefinitionPart MODEL =
      new DefinitionPart(
          "model",
          "",
          Map.of(
              "BPE",
              List.of(
                  "unk_token",
                  "continuing_subword_prefix",
                  "end_of_word_suffix",
                  "fuse_unk",
                  "byte_fallback",
                  "ignore_merges",
                  "vocab",
                  "merges"),
              "WordPiece",
              List.of(
                  "unk_token", "continuing_subword_prefix", "max_input_chars_per_word", "vocab"),
              "WordLevel",
              List.of("unk_token", "vocab"),
              "Unigram",
              List.of("unk_id", "vocab", "byte_fallback")));

  /** All parts, in the order in which they work; decoding comes last. */
  static final List<DefinitionPart> ALL =
      List.of(NORMALIZER, PRE_TOKENIZER, MODEL, POST_PROCESSOR, DECODER);
}
