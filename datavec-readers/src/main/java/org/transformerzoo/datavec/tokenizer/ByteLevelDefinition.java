package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The byte-level BPE tokenizer of RoBERTa and BART from vocab.json and merges.txt: {@code <s> A
 * </s>} or {@code <s> A </s></s> B </s>}, without segments. A {@code <mask>} in text takes the
 * space before it with it.
 */
final class ByteLevelDefinition implements TokenizerDefinition {

  private static final String VOCABULARY = TokenizerFiles.BYTE_PAIR_VOCABULARY;

  @Override
  public String decisiveFile() {
    return VOCABULARY;
  }

  @Override
  public JsonNode assemble(TokenizerFiles files) {
    PieceIds pieces = BytePairFiles.vocabulary(files);
    ArrayNode merges = BytePairFiles.merges(files, pieces);
    SpecialToken start = SpecialToken.find(files, VOCABULARY, pieces, "cls_token", "<s>");
    SpecialToken end = SpecialToken.find(files, VOCABULARY, pieces, "sep_token", "</s>");
    SpecialToken padding = SpecialToken.find(files, VOCABULARY, pieces, "pad_token", "<pad>");
    SpecialToken unknown = SpecialToken.find(files, VOCABULARY, pieces, "unk_token", "<unk>");
    SpecialToken mask =
        SpecialToken.findSwallowing(files, VOCABULARY, pieces, "mask_token", "<mask>");

    boolean prefixSpace =
        files.json(TokenizerFiles.TOKENIZER_CONFIG).path("add_prefix_space").asBoolean(false);
    ObjectNode definition = JsonNodeFactory.instance.objectNode().put("version", "1.0");
    definition.set(
        "added_tokens", AddedTokens.of(files, List.of(start, padding, end, unknown, mask)));
    definition.set("pre_tokenizer", byteLevel(prefixSpace));
    definition.set("post_processor", postProcessor(start, end, prefixSpace));
    definition.set("decoder", byteLevel(prefixSpace));
    definition.set("model", model(pieces, merges, unknown));
    return definition;
  }

  private static ObjectNode byteLevel(boolean prefixSpace) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "ByteLevel")
        .put("add_prefix_space", prefixSpace)
        .put("trim_offsets", true)
        .put("use_regex", true);
  }

  private static ObjectNode postProcessor(
      SpecialToken start, SpecialToken end, boolean prefixSpace) {
    ObjectNode processor =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "RobertaProcessing")
            .put("trim_offsets", true)
            .put("add_prefix_space", prefixSpace);
    processor.putArray("sep").add(end.text()).add(end.id());
    processor.putArray("cls").add(start.text()).add(start.id());
    return processor;
  }

  private static ObjectNode model(PieceIds pieces, ArrayNode merges, SpecialToken unknown) {
    ObjectNode model =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "BPE")
            .put("unk_token", unknown.text())
            .put("continuing_subword_prefix", "")
            .put("end_of_word_suffix", "")
            .put("fuse_unk", false);
    ObjectNode vocabulary = model.putObject("vocab");
    pieces.ids().forEach(vocabulary::put);
    model.set("merges", merges);
    return model;
  }
}
