package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import org.transformerzoo.datavec.InvalidDataException;

/**
 * A special token with its id in the vocabulary.
 *
 * @param text as it is written in text and vocabulary
 * @param swallowsSpaceBefore whether it takes white space on its left with it
 */
record SpecialToken(String text, int id, boolean swallowsSpaceBefore) {

  /**
   * Looks up a special token by the name that the folder's small files give it.
   *
   * @param vocabularyFile where the pieces are from, for messages
   * @param key a key of transformers, such as {@code pad_token}
   * @param ifUndeclared the usual name
   */
  static SpecialToken find(
      TokenizerFiles files,
      String vocabularyFile,
      PieceIds pieces,
      String key,
      String ifUndeclared) {
    return find(files, vocabularyFile, pieces, key, ifUndeclared, false);
  }

  /** The same for a token that swallows space unless the folder says otherwise. */
  static SpecialToken findSwallowing(
      TokenizerFiles files,
      String vocabularyFile,
      PieceIds pieces,
      String key,
      String ifUndeclared) {
    return find(files, vocabularyFile, pieces, key, ifUndeclared, true);
  }

  private static SpecialToken find(
      TokenizerFiles files,
      String vocabularyFile,
      PieceIds pieces,
      String key,
      String ifUndeclared,
      boolean swallows) {
    String text = files.specialToken(key).orElse(ifUndeclared);
    int id =
        pieces
            .id(text)
            .orElseThrow(
                () ->
                    new InvalidDataException(
                        files.path(vocabularyFile)
                            + " has no piece '"
                            + Excerpt.of(text)
                            + "' among its "
                            + pieces.size()
                            + ", expected it as the "
                            + key));
    JsonNode options = files.specialTokenOptions(key);
    return new SpecialToken(text, id, options.path("lstrip").asBoolean(swallows));
  }
}
