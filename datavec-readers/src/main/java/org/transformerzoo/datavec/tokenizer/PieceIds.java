package org.transformerzoo.datavec.tokenizer;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The pieces of a vocabulary file and their ids.
 *
 * @param ids piece to id
 */
record PieceIds(Map<String, Integer> ids) {

  /** Of a list in the order of ids; of equal pieces the last one counts. */
  static PieceIds of(List<String> pieces) {
    return new PieceIds(
        IntStream.range(0, pieces.size())
            .boxed()
            .collect(Collectors.toMap(pieces::get, id -> id, (first, last) -> last)));
  }

  OptionalInt id(String piece) {
    Integer id = ids.get(piece);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  int size() {
    return ids.size();
  }
}
