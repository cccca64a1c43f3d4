package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * BERT's WordPiece tokenizer from a vocab.txt (one piece a line, the line number from 0 is the id):
 * {@code [CLS] A [SEP]} or {@code [CLS] A [SEP] B [SEP]} with B in segment 1.
 */
final class WordPieceDefinition implements TokenizerDefinition {

  /** The longest word, in characters, that is not simply unknown. */
  static final int LONGEST_WORD = 100;

  private static final String VOCABULARY = TokenizerFiles.WORD_PIECE_VOCABULARY;

  @Override
  public String decisiveFile() {
    return VOCABULARY;
  }

  @Override
  public JsonNode assemble(TokenizerFiles files) {
    PieceIds pieces = PieceIds.of(files.text(VOCABULARY).lines().toList());
    SpecialToken unknown = SpecialToken.find(files, VOCABULARY, pieces, "unk_token", "[UNK]");
    SpecialToken start = SpecialToken.find(files, VOCABULARY, pieces, "cls_token", "[CLS]");
    SpecialToken end = SpecialToken.find(files, VOCABULARY, pieces, "sep_token", "[SEP]");
    SpecialToken padding = SpecialToken.find(files, VOCABULARY, pieces, "pad_token", "[PAD]");
    SpecialToken mask = SpecialToken.find(files, VOCABULARY, pieces, "mask_token", "[MASK]");

    ObjectNode definition = JsonNodeFactory.instance.objectNode().put("version", "1.0");
    definition.set(
        "added_tokens", AddedTokens.of(files, List.of(padding, unknown, start, end, mask)));
    definition.set("normalizer", normalizer(files.json(TokenizerFiles.TOKENIZER_CONFIG)));
    definition.set("pre_tokenizer", BertParts.preTokenizer());
    definition.set("post_processor", postProcessor(start, end));
    definition
        .putObject("decoder")
        .put("type", "WordPiece")
        .put("prefix", WordPieceVocabulary.INSIDE)
        .put("cleanup", true);
    definition.set("model", model(pieces, unknown));
    return definition;
  }

  private static ObjectNode normalizer(JsonNode config) {
    JsonNode stripAccents = config.path("strip_accents");
    return BertParts.normalizer(
        config.path("tokenize_chinese_chars").asBoolean(true),
        config.path("do_lower_case").asBoolean(true),
        stripAccents.isBoolean() ? stripAccents.booleanValue() : null);
  }

  private static ObjectNode postProcessor(SpecialToken start, SpecialToken end) {
    return Template.postProcessor(
        new Template().special(start, 0).first().special(end, 0),
        new Template().special(start, 0).first().special(end, 0).second().special(end, 1));
  }

  private static ObjectNode model(PieceIds pieces, SpecialToken unknown) {
    ObjectNode model =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "WordPiece")
            .put("unk_token", unknown.text())
            .put("continuing_subword_prefix", WordPieceVocabulary.INSIDE)
            .put("max_input_chars_per_word", LONGEST_WORD);
    ObjectNode vocabulary = model.putObject("vocab");
    pieces.ids().forEach(vocabulary::put);
    return model;
  }
}
