package org.transformerzoo.zoo.architecture.xlnet;

import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Positions;
import org.transformerzoo.zoo.architecture.blocks.Attention;
import org.transformerzoo.zoo.architecture.blocks.Attention.Attended;

/**
 * Attention by content, distance and text (Dai et al., 2019, section 3.3; Yang et al., 2019,
 * section 2.5).
 *
 * @param builder of the graph
 * @param config of the model
 * @param inputs batch, length and number of keys
 * @param positions sinusoids of the distances
 * @param otherSegment 1 where query and key are of different texts, [1, batch, length, keys]
 */
record RelativeAttention(
    GraphBuilder builder,
    XlnetConfig config,
    XlnetInputs inputs,
    XlnetPositions positions,
    SDVariable otherSegment) {

  /**
   * Keys and values of a layer by head, [batch, heads, keys, depth], and the keys of its distances,
   * [1, heads, distances, depth].
   */
  record Memory(SDVariable keys, SDVariable values, SDVariable distanceKeys) {}

  /** Projects what can be seen: {@code source}, [batch·keys, hidden]. */
  Memory remember(XlnetWeights weights, SDVariable source) {
    SameDiff graph = builder.graph();
    SDVariable keys = graph.mmul(source, weights.k()); // [batch·keys, width]
    SDVariable values = graph.mmul(source, weights.v()); // [batch·keys, width]
    SDVariable distances = graph.mmul(positions.encoding(), weights.r()); // [distances, width]
    Positions all = inputs.keys();
    return new Memory(
        attention().splitHeads(graph, keys, all),
        attention().splitHeads(graph, values, all),
        byHead(distances));
  }

  /**
   * Adds the attention.
   *
   * @param site name for the dropout on the probabilities
   * @param query [batch·length, width]
   * @param maskBias added to the scores
   * @return the context is [batch·length, width]
   */
  Attended add(
      String site, XlnetWeights weights, SDVariable query, Memory memory, SDVariable maskBias) {
    double scale = 1 / Math.sqrt(config.headWidth());
    SDVariable byContent = byContent(weights, query, memory); // [batch, heads, length, keys]
    SDVariable byDistance = byDistance(weights, query, memory); // [heads, batch, length, keys]
    SDVariable bySegment = bySegment(weights, query); // [heads, batch, length, keys]
    SDVariable byPlace =
        builder.graph().permute(byDistance.add(bySegment), 1, 0, 2, 3); // [batch, heads, …]
    SDVariable bias = byPlace.mul(scale).add(maskBias);
    SDVariable scores = byContent.mul(scale).add(bias);
    return attention().attend(builder, site, scores, memory.values());
  }

  private SDVariable byContent(XlnetWeights weights, SDVariable query, Memory memory) {
    SameDiff graph = builder.graph();
    SDVariable biased = query.add(weights.contentBias());
    SDVariable q =
        attention().splitHeads(graph, biased, inputs.queries()); // [batch, heads, length, depth]
    return graph.mmul(q, memory.keys(), false, true, false); // [batch, heads, length, keys]
  }

  private SDVariable byDistance(XlnetWeights weights, SDVariable query, Memory memory) {
    SameDiff graph = builder.graph();
    SDVariable biased = query.add(weights.distanceBias());
    SDVariable q = byHead(biased); // [1, heads, batch·length, depth]
    SDVariable scores =
        graph.mmul(
            q, memory.distanceKeys(), false, true, false); // [1, heads, batch·length, distances]
    return shift(scores); // [heads, batch, length, keys]
  }

  /**
   * Moves the score of each distance under the key at that distance: row i, which begins at the
   * distance of a key before the first, goes i to the left. Reading each matrix as if it were as
   * many columns wide as it has rows, less its first row, does that.
   *
   * @param scores [1, heads, batch·length, distances]
   * @return [heads, batch, length, keys]
   */
  private SDVariable shift(SDVariable scores) {
    SameDiff graph = builder.graph();
    SDVariable heads = graph.constant((long) config.attentionHeads());
    SDVariable batch = inputs.queries().batch();
    SDVariable length = inputs.queries().length();
    SDVariable distances = positions.count();
    SDVariable turned =
        graph.reshape(
            scores, graph.stack(0, heads, batch, distances, length)); // same values, other rows
    SDVariable narrow = distances.sub(graph.constant(1L));
    SDVariable rest =
        graph.slice(
            turned,
            graph.constant(Nd4j.createFromArray(0L, 0L, 1L, 0L)),
            graph.stack(0, heads, batch, narrow, length)); // [heads, batch, distances − 1, length]
    SDVariable shifted = graph.reshape(rest, graph.stack(0, heads, batch, length, narrow));
    return graph.slice(
        shifted,
        graph.constant(Nd4j.createFromArray(0L, 0L, 0L, 0L)),
        graph.stack(0, heads, batch, length, inputs.keys().length()));
  }

  /**
   * The reference adds the score of "the same text" or that of "another text"; softmax sees only
   * their difference, which is added here where the texts differ.
   */
  private SDVariable bySegment(XlnetWeights weights, SDVariable query) {
    SameDiff graph = builder.graph();
    SDVariable biased = query.add(weights.segmentBias());
    SDVariable same = weights.segments().get(SDIndex.point(0), SDIndex.all()); // [width]
    SDVariable other = weights.segments().get(SDIndex.point(1), SDIndex.all()); // [width]
    SDVariable difference = other.sub(same); // [width]
    SDVariable scores =
        graph.mmul(
            byHead(biased),
            byHead(graph.reshape(difference, 1, -1)),
            false,
            true,
            false); // [1, heads, batch·length, 1]
    SDVariable ofQueries =
        graph.reshape(
            scores,
            graph.stack(
                0,
                graph.constant((long) config.attentionHeads()),
                inputs.queries().batch(),
                inputs.queries().length(),
                graph.constant(1L))); // [heads, batch, length, 1]
    return ofQueries.mul(otherSegment); // [heads, batch, length, keys]
  }

  /** {@code x}, [rows, width], by head: [1, heads, rows, depth]. */
  private SDVariable byHead(SDVariable x) {
    SameDiff graph = builder.graph();
    SDVariable split = graph.reshape(x, 1, -1, config.attentionHeads(), config.headWidth());
    return graph.permute(split, 0, 2, 1, 3); // [1, heads, rows, depth]
  }

  private Attention attention() {
    return new Attention(
        inputs.queries(),
        inputs.keys(),
        config.attentionHeads(),
        config.headWidth(),
        config.dropout());
  }
}
