package org.transformerzoo.zoo.architecture.bert;

import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.blocks.LayerNorm;
import org.transformerzoo.zoo.parameter.Depth;

/** The embeddings of words, positions and token types, the same in BERT and RoBERTa. */
public final class BertEmbeddings {

  private BertEmbeddings() {}

  /** The name of the word embeddings whose prefix is {@code name}. */
  public static String words(String name) {
    return name + ".word_embeddings.weight";
  }

  /**
   * Adds them.
   *
   * @param config whose {@code maximumLength} is the number of rows of the position embeddings
   * @param name prefix of the names of the parameters, without the dot
   * @param positionIds a row of the position embeddings for each token, [batch, length]
   * @return what the first layer reads, [batch·length, hidden]
   */
  public static SDVariable add(
      GraphBuilder builder,
      BertConfig config,
      TokenInputs inputs,
      String name,
      SDVariable positionIds) {
    Depth depth = Depth.embeddings();
    long width = config.hiddenSize();
    SDVariable table = builder.embeddingTable(words(name), depth, config.vocabularySize(), width);
    SDVariable words = builder.words(table, inputs.inputIds(), table.name());
    SDVariable positions =
        builder.lookup(
            builder.embeddingTable(
                name + ".position_embeddings.weight", depth, config.maximumLength(), width),
            positionIds);
    SDVariable types =
        builder.lookup(
            builder.embeddingTable(
                name + ".token_type_embeddings.weight", depth, config.tokenTypes(), width),
            inputs.tokenTypeIds().orElseThrow());
    SDVariable sum = words.add(types).add(positions); // [batch·length, hidden]
    SDVariable normed =
        LayerNorm.add(builder, name + ".LayerNorm", depth, sum, width, config.layerNormEpsilon());
    return builder.dropout(name, normed, config.hiddenDropout(), inputs.positions().rows(width));
  }
}
