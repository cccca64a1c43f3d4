package org.transformerzoo.zoo.architecture.xlnet;

import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Who sees whom (Yang et al., 2019, section 2.3), and which pairs are of one text.
 *
 * @param content added to the scores of the content stream, in which a position always sees itself:
 *     [batch, 1, length, keys]
 * @param query added to the scores of the query stream: [batch, 1, 1 or length, keys]
 * @param otherSegment 1 where query and key are of different texts, [1, batch, length, keys]
 */
record XlnetMasks(SDVariable content, SDVariable query, SDVariable otherSegment) {

  /** As in the reference: a query that may see nothing then sees everything alike. */
  private static final double HIDDEN = -1e30;

  static XlnetMasks add(SameDiff graph, XlnetConfig config, XlnetInputs inputs) {
    SDVariable hidden = hidden(graph, config, inputs); // [batch, 1 or length, keys]
    SDVariable itself = compare(graph, inputs, Relation.ITSELF); // [1, length, keys]
    SDVariable others = positive(graph, hidden.sub(itself)); // [batch, length, keys]
    return new XlnetMasks(
        byHead(graph, others.mul(HIDDEN)),
        byHead(graph, hidden.mul(HIDDEN)),
        graph.expandDims(otherSegment(graph, inputs), 0));
  }

  /** 1 where a key is hidden from a query, [batch, 1 or length, keys]. */
  private static SDVariable hidden(SameDiff graph, XlnetConfig config, XlnetInputs inputs) {
    SDVariable mask = inputs.tokens().attentionMask().castTo(DataType.FLOAT); // [batch, length]
    SDVariable padding = inputs.behindMemory(graph, mask.rsub(1.0)); // [batch, keys]
    SDVariable sum = graph.expandDims(padding, 1); // [batch, 1, keys]
    Optional<SDVariable> permutation = inputs.permutationMask();
    if (permutation.isPresent()) {
      sum =
          sum.add(
              inputs.behindMemory(
                  graph, permutation.get(), inputs.queries().length())); // [batch, length, keys]
    }
    if (config.forwardOnly()) {
      sum = sum.add(compare(graph, inputs, Relation.LATER)); // [batch, length, keys]
      if (config.sameLength()) {
        sum = sum.add(compare(graph, inputs, Relation.FARTHER_THAN_SEGMENT));
      }
    }
    return positive(graph, sum);
  }

  private enum Relation {
    ITSELF,
    LATER,
    FARTHER_THAN_SEGMENT
  }

  /** 1 where a key stands in {@code relation} to a query, [1, length, keys]. */
  private static SDVariable compare(SameDiff graph, XlnetInputs inputs, Relation relation) {
    SDVariable own = numbers(graph, inputs.queries().length()); // [length]
    SDVariable queries = graph.reshape(own, 1, -1, 1); // [1, length, 1]
    SDVariable places = queries.add(inputs.memoryLength()); // [1, length, 1], among the keys
    SDVariable keys =
        graph.reshape(numbers(graph, inputs.keys().length()), 1, 1, -1); // [1, 1, keys]
    SDVariable result =
        switch (relation) {
          case ITSELF -> graph.eq(keys, places);
          case LATER -> graph.gt(keys, places);
          case FARTHER_THAN_SEGMENT -> graph.lt(keys, queries);
        };
    return result.castTo(DataType.FLOAT);
  }

  /** 1 where the token types differ, [batch, length, keys]; the memory has type 0. */
  private static SDVariable otherSegment(SameDiff graph, XlnetInputs inputs) {
    SDVariable types =
        inputs.tokens().tokenTypeIds().orElseThrow().castTo(DataType.FLOAT); // [batch, length]
    SDVariable queries = graph.expandDims(types, 2); // [batch, length, 1]
    SDVariable keys = graph.expandDims(inputs.behindMemory(graph, types), 1); // [batch, 1, keys]
    return graph.neq(queries, keys).castTo(DataType.FLOAT);
  }

  private static SDVariable numbers(SameDiff graph, SDVariable count) {
    return graph.range(graph.constant(0L), count, graph.constant(1L), DataType.INT64);
  }

  private static SDVariable positive(SameDiff graph, SDVariable x) {
    return graph.gt(x, 0.0).castTo(DataType.FLOAT);
  }

  private static SDVariable byHead(SameDiff graph, SDVariable x) {
    return graph.expandDims(x, 1);
  }
}
