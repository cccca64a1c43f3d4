package org.transformerzoo.zoo.architecture.bart;

import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Positions;
import org.transformerzoo.zoo.architecture.blocks.LayerNorm;
import org.transformerzoo.zoo.architecture.blocks.PositionIds;
import org.transformerzoo.zoo.parameter.Depth;

/** Words, which both stacks and the language-model head share, and each stack's own positions. */
record BartEmbeddings(GraphBuilder builder, BartConfig config, SDVariable words) {

  /** Name of the word embeddings. */
  static final String WORDS = "model.shared.weight";

  /** Rows at the start of the position embeddings that no position uses. */
  static final int OFFSET = 2;

  /** Declares the word embeddings. */
  static BartEmbeddings declare(GraphBuilder builder, BartConfig config) {
    SDVariable words =
        builder.embeddingTable(
            WORDS, Depth.embeddings(), config.vocabularySize(), config.hiddenSize());
    return new BartEmbeddings(builder, config, words);
  }

  /**
   * Adds what a stack reads.
   *
   * @param stack such as {@code model.encoder}
   * @param ids [batch, length]
   * @param positions batch and length of {@code ids}
   * @return [batch·length, hidden]
   */
  SDVariable add(String stack, SDVariable ids, Positions positions) {
    SDVariable rows = PositionIds.counted(builder.graph(), ids, OFFSET); // [batch, length]
    return add(stack, ids, rows, positions);
  }

  /**
   * As {@link #add(String, SDVariable, Positions)}.
   *
   * @param rows of the position embeddings, [batch, length]
   */
  SDVariable add(String stack, SDVariable ids, SDVariable rows, Positions positions) {
    Depth depth = Depth.embeddings();
    int width = config.hiddenSize();
    SDVariable words = builder.words(this.words, ids, stack + ".embed_tokens");
    SDVariable scaled = config.scalesEmbeddings() ? words.mul(Math.sqrt(width)) : words;
    SDVariable places =
        builder.lookup(
            builder.embeddingTable(
                stack + ".embed_positions.weight", depth, config.maximumLength() + OFFSET, width),
            rows);
    SDVariable normed =
        LayerNorm.add(
            builder,
            stack + ".layernorm_embedding",
            depth,
            scaled.add(places),
            width,
            BartSublayers.EPSILON); // [batch·length, hidden]
    return builder.dropout(stack + ".embeddings", normed, config.dropout(), positions.rows(width));
  }
}
