package org.transformerzoo.zoo.architecture.blocks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Positions;
import org.transformerzoo.zoo.execution.ExecutableGraph.MaskShape;

/**
 * Multi-head scaled dot-product attention (Vaswani et al., 2017, section 3.2) between projected
 * queries, keys and values.
 *
 * @param queries batch and length of the queries
 * @param keys batch and length of the keys and values
 * @param heads number of heads
 * @param headWidth width of a head, "d_k" in the paper
 * @param dropout drop probability of attention probabilities
 */
public record Attention(
    Positions queries, Positions keys, int heads, int headWidth, double dropout) {

  /**
   * The result of attention.
   *
   * @param context weighted values, heads side by side, [batch·queries, heads·headWidth]
   * @param probabilities before dropout, [batch, heads, queries, keys]
   */
  public record Attended(SDVariable context, SDVariable probabilities) {}

  /** Attention of positions to positions of the same sequence. */
  public static Attention within(Positions positions, int heads, int headWidth, double dropout) {
    return new Attention(positions, positions, heads, headWidth, dropout);
  }

  /**
   * Adds the attention.
   *
   * @param site name for the dropout on the probabilities
   * @param query [batch·queries, heads·headWidth]
   * @param key [batch·keys, heads·headWidth], like {@code value}
   * @param maskBias added to the scores: 0 where a key may be seen, very negative elsewhere; of a
   *     shape that broadcasts to [batch, heads, queries, keys]
   */
  public Attended add(
      GraphBuilder builder,
      String site,
      SDVariable query,
      SDVariable key,
      SDVariable value,
      SDVariable maskBias) {
    SameDiff graph = builder.graph();
    SDVariable q = splitHeads(graph, query, queries); // [batch, heads, queries, depth]
    SDVariable k = splitHeads(graph, key, keys); // [batch, heads, keys, depth]
    SDVariable v = splitHeads(graph, value, keys); // [batch, heads, keys, depth]

    SDVariable similarity = graph.mmul(q, k, false, true, false); // [batch, heads, queries, keys]
    SDVariable scores = similarity.mul(1 / Math.sqrt(headWidth)).add(maskBias);
    return attend(builder, site, scores, v);
  }

  /**
   * Adds what follows the scores.
   *
   * @param scores [batch, heads, queries, keys]
   * @param value by head, [batch, heads, keys, headWidth]
   */
  public Attended attend(GraphBuilder builder, String site, SDVariable scores, SDVariable value) {
    SameDiff graph = builder.graph();
    SDVariable probabilities = graph.nn().softmax(scores, -1); // [batch, heads, queries, keys]
    SDVariable kept = builder.dropout(site, probabilities, dropout, scoresShape());
    SDVariable context = graph.mmul(kept, value); // [batch, heads, queries, depth]
    return new Attended(joinHeads(graph, context), probabilities);
  }

  /** {@code x}, [batch·length, heads·headWidth], by head: [batch, heads, length, headWidth]. */
  public SDVariable splitHeads(SameDiff graph, SDVariable x, Positions positions) {
    SDVariable split = graph.reshape(x, positions.shape(graph, heads, headWidth));
    return graph.permute(split, 0, 2, 1, 3); // [batch, heads, length, depth]
  }

  private SDVariable joinHeads(SameDiff graph, SDVariable x) {
    SDVariable tokenMajor = graph.permute(x, 0, 2, 1, 3); // [batch, length, heads, depth]
    return graph.reshape(tokenMajor, -1, (long) heads * headWidth); // [batch·length, hidden]
  }

  private MaskShape scoresShape() {
    return shapes -> {
      long[] rows = queries.sizes().of(shapes);
      return new long[] {rows[0], heads, rows[1], keys.sizes().of(shapes)[1]};
    };
  }
}
