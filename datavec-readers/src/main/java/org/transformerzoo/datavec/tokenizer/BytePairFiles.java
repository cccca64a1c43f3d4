package org.transformerzoo.datavec.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.transformerzoo.datavec.InvalidDataException;

/** Reads vocab.json (piece to id) and merges.txt (two pieces a line, the most frequent first). */
final class BytePairFiles {

  private static final String VOCABULARY = TokenizerFiles.BYTE_PAIR_VOCABULARY;
  private static final String MERGES = TokenizerFiles.BYTE_PAIR_MERGES;

  private BytePairFiles() {}

  static PieceIds vocabulary(TokenizerFiles files) {
    JsonNode root = files.json(VOCABULARY);
    if (!root.isObject()) {
      throw new InvalidDataException(
          files.path(VOCABULARY) + " is not an object of pieces and their ids");
    }
    Map<String, Integer> ids = new HashMap<>();
    Map<Integer, String> pieces = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      int id = Vocabulary.requireId(entry.getKey(), entry.getValue(), files.path(VOCABULARY));
      ids.put(entry.getKey(), id);
      String other = pieces.put(id, entry.getKey());
      if (other != null) {
        throw new InvalidDataException(
            files.path(VOCABULARY)
                + " gives the id "
                + id
                + " to both '"
                + Excerpt.of(other)
                + "' and '"
                + Excerpt.of(entry.getKey())
                + "'");
      }
    }
    return new PieceIds(ids);
  }

  static ArrayNode merges(TokenizerFiles files, PieceIds pieces) {
    if (!files.has(MERGES)) {
      throw new InvalidDataException(
          "model folder " + files.folder() + " has " + VOCABULARY + " but no " + MERGES);
    }
    ArrayNode merges = JsonNodeFactory.instance.arrayNode();
    List<String> lines = files.text(MERGES).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean heading = i == 0 && line.startsWith("#version");
      if (!heading && !line.isEmpty()) {
        String[] pair = line.split(" ", -1);
        requireMerge(files, i + 1, pair, pieces);
        merges.addArray().add(pair[0]).add(pair[1]);
      }
    }
    return merges;
  }

  private static void requireMerge(TokenizerFiles files, int line, String[] pair, PieceIds pieces) {
    String place = files.path(MERGES) + " line " + line;
    if (pair.length != 2 || pair[0].isEmpty() || pair[1].isEmpty()) {
      throw new InvalidDataException(place + " is not two pieces with a space between them");
    }
    for (String piece : List.of(pair[0], pair[1], pair[0] + pair[1])) {
      if (pieces.id(piece).isEmpty()) {
        throw new InvalidDataException(
            place + " has the piece '" + Excerpt.of(piece) + "', which is not in " + VOCABULARY);
      }
    }
  }
}
