package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.transformerzoo.datavec.tokenizer.SentencePieceModel.Piece;

/**
 * XLNet's unigram tokenizer from the SentencePiece model spiece.model: {@code A <sep> <cls>} or
 * {@code A <sep> B <sep> <cls>} with B in segment 1 and {@code <cls>} in segment 2. Padding goes to
 * the left, in segment 3.
 */
final class UnigramDefinition implements TokenizerDefinition {

  private static final String VOCABULARY = TokenizerFiles.SENTENCE_PIECE_MODEL;

  /** End of paragraph and of document: special even where the model has them as usual pieces. */
  private static final Set<String> ENDS_OF_TEXT = Set.of("<eop>", "<eod>");

  private static final String SPACE = "\u2581";

  /** Taken off the score of a piece such as "7,", so that the comma becomes a piece of its own. */
  private static final double NUMBER_WITH_COMMA = 100;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Override
  public String decisiveFile() {
    return VOCABULARY;
  }

  @Override
  public JsonNode assemble(TokenizerFiles files) {
    SentencePieceModel model =
        SentencePieceModel.read(files.bytes(VOCABULARY), files.path(VOCABULARY));
    PieceIds pieces = PieceIds.of(model.pieces().stream().map(Piece::text).toList());
    SpecialToken separator = SpecialToken.find(files, VOCABULARY, pieces, "sep_token", "<sep>");
    SpecialToken summary = SpecialToken.find(files, VOCABULARY, pieces, "cls_token", "<cls>");
    SpecialToken padding = SpecialToken.find(files, VOCABULARY, pieces, "pad_token", "<pad>");
    SpecialToken mask =
        SpecialToken.findSwallowing(files, VOCABULARY, pieces, "mask_token", "<mask>");
    List<SpecialToken> specialTokens = namedInModel(model.pieces());
    specialTokens.addAll(List.of(separator, summary, padding, mask));

    ObjectNode definition = JSON.objectNode().put("version", "1.0");
    definition.set("padding", PaddingStyle.XLNET.json(padding));
    definition.set("added_tokens", AddedTokens.of(files, specialTokens));
    definition.set("normalizer", normalizer(files.json(TokenizerFiles.TOKENIZER_CONFIG), model));
    ArrayNode splits = sequence(definition.putObject("pre_tokenizer"), "pretokenizers");
    splits.addObject().put("type", "WhitespaceSplit");
    splits.add(metaspace());
    definition.set("post_processor", postProcessor(separator, summary));
    definition.set("decoder", metaspace());
    definition.set("model", unigram(model));
    return definition;
  }

  private static List<SpecialToken> namedInModel(List<Piece> pieces) {
    List<SpecialToken> tokens = new ArrayList<>();
    for (int id = 0; id < pieces.size(); id++) {
      Piece piece = pieces.get(id);
      if (piece.control() || piece.unknown() || ENDS_OF_TEXT.contains(piece.text())) {
        tokens.add(new SpecialToken(piece.text(), id, false));
      }
    }
    return tokens;
  }

  private static ArrayNode sequence(ObjectNode parent, String members) {
    return parent.put("type", "Sequence").putArray(members);
  }

  private static ObjectNode normalizer(JsonNode config, SentencePieceModel model) {
    ObjectNode normalizer = JSON.objectNode();
    ArrayNode steps = sequence(normalizer, "normalizers");
    steps.add(replacement("String", "``", "\""));
    steps.add(replacement("String", "''", "\""));
    if (!config.path("keep_accents").asBoolean(false)) {
      steps.addObject().put("type", "NFKD");
      steps.addObject().put("type", "StripAccents");
    }
    if (config.path("do_lower_case").asBoolean(false)) {
      steps.addObject().put("type", "Lowercase");
    }
    if (model.characterMap().length > 0) {
      steps
          .addObject()
          .put("type", "Precompiled")
          .put("precompiled_charsmap", model.characterMap());
    }
    steps.add(replacement("Regex", " {2,}", " "));
    return normalizer;
  }

  private static ObjectNode replacement(String kind, String pattern, String content) {
    ObjectNode step = JSON.objectNode().put("type", "Replace");
    step.putObject("pattern").put(kind, pattern);
    return step.put("content", content);
  }

  private static ObjectNode metaspace() {
    return JSON.objectNode()
        .put("type", "Metaspace")
        .put("replacement", SPACE)
        .put("prepend_scheme", "always")
        .put("split", true);
  }

  private static ObjectNode postProcessor(SpecialToken separator, SpecialToken summary) {
    return Template.postProcessor(
        new Template().first().special(separator, 0).special(summary, 2),
        new Template()
            .first()
            .special(separator, 0)
            .second()
            .special(separator, 1)
            .special(summary, 2));
  }

  private static ObjectNode unigram(SentencePieceModel model) {
    ObjectNode unigram = JSON.objectNode().put("type", "Unigram");
    ArrayNode vocabulary = unigram.putArray("vocab");
    for (Piece piece : model.pieces()) {
      double penalty = endsInNumberAndComma(piece.text()) ? NUMBER_WITH_COMMA : 0;
      vocabulary.addArray().add(piece.text()).add(piece.score() - penalty);
      if (piece.unknown()) {
        unigram.put("unk_id", vocabulary.size() - 1);
      }
    }
    return unigram;
  }

  private static boolean endsInNumberAndComma(String piece) {
    return piece.endsWith(",")
        && piece.length() > 1
        && Character.isDigit(piece.codePointBefore(piece.length() - 1));
  }
}
