package org.transformerzoo.zoo.architecture.blocks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.execution.ExecutableGraph.MaskShape;

/**
 * Multi-head scaled dot-product attention (Vaswani et al., 2017, section 3.2) between projected
 * queries, keys and values.
 *
 * @param inputs gives batch and length
 * @param heads number of heads
 * @param headWidth width of a head, "d_k" in the paper
 * @param dropout drop probability of attention probabilities
 */
public record SelfAttention(TokenInputs inputs, int heads, int headWidth, double dropout) {

  /**
   * The result of attention.
   *
   * @param context weighted values, heads side by side, [batch·length, heads·headWidth]
   * @param probabilities before dropout, [batch, heads, length, length]
   */
  public record Attended(SDVariable context, SDVariable probabilities) {}

  /**
   * Adds the attention.
   *
   * @param site name for the dropout on the probabilities
   * @param query [batch·length, heads·headWidth], like {@code key} and {@code value}
   * @param maskBias added to the scores: 0 where a key may be seen, very negative elsewhere,
   *     [batch, 1, 1, length]
   */
  public Attended add(
      GraphBuilder builder,
      String site,
      SDVariable query,
      SDVariable key,
      SDVariable value,
      SDVariable maskBias) {
    SameDiff graph = builder.graph();
    SDVariable q = splitHeads(graph, query); // [batch, heads, length, depth]
    SDVariable k = splitHeads(graph, key); // [batch, heads, length, depth]
    SDVariable v = splitHeads(graph, value); // [batch, heads, length, depth]

    SDVariable similarity = graph.mmul(q, k, false, true, false); // [batch, heads, length, length]
    SDVariable scores = similarity.mul(1 / Math.sqrt(headWidth)).add(maskBias);
    SDVariable probabilities = graph.nn().softmax(scores, -1); // [batch, heads, length, length]
    SDVariable kept = builder.dropout(site, probabilities, dropout, scoresShape());
    SDVariable context = graph.mmul(kept, v); // [batch, heads, length, depth]
    return new Attended(joinHeads(graph, context), probabilities);
  }

  private SDVariable splitHeads(SameDiff graph, SDVariable x) {
    SDVariable split = graph.reshape(x, inputs.shape(graph, heads, headWidth));
    return graph.permute(split, 0, 2, 1, 3); // [batch, heads, length, depth]
  }

  private SDVariable joinHeads(SameDiff graph, SDVariable x) {
    SDVariable tokenMajor = graph.permute(x, 0, 2, 1, 3); // [batch, length, heads, depth]
    return graph.reshape(tokenMajor, -1, (long) heads * headWidth); // [batch·length, hidden]
  }

  private MaskShape scoresShape() {
    return shapes -> {
      long[] ids = shapes.get(TokenInputs.INPUT_IDS);
      return new long[] {ids[0], heads, ids[1], ids[1]};
    };
  }
}
