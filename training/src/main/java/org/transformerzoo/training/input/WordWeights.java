package org.transformerzoo.training.input;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Supplier;
import org.transformerzoo.datavec.statistics.DocumentFrequencies;
import org.transformerzoo.datavec.statistics.TokenWeightsFile;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.pooling.WordWeightsPooling;

/** Where the weights of tokens come from that the pooling {@code word-weights} reads. */
@FunctionalInterface
public interface WordWeights {

  /** The word that chooses {@link #tfIdf}. */
  String TF_IDF = "tf-idf";

  /** One weight for each token of {@code tokenizer}, at least 0: [vocabulary]. */
  float[] of(Tokenizer tokenizer);

  /** Inverse document frequencies: see {@link DocumentFrequencies#inverse}. */
  static WordWeights tfIdf(Supplier<Iterator<String>> corpus) {
    return tokenizer -> DocumentFrequencies.count(tokenizer, corpus.get()).inverse();
  }

  /** Those of a file: see {@link TokenWeightsFile}. */
  static WordWeights file(Path file) {
    return tokenizer -> TokenWeightsFile.read(file, tokenizer);
  }

  /**
   * Those that a setting asks for.
   *
   * @param choice {@link #TF_IDF} or the path of a file
   * @param corpus the texts of which document frequencies are counted
   */
  static WordWeights chosen(String choice, Supplier<Iterator<String>> corpus) {
    return choice.equals(TF_IDF) ? tfIdf(corpus) : file(Path.of(choice));
  }

  /**
   * Gives them to a model. Embeddings of which the tokenizer knows nothing weigh 1.
   *
   * @throws org.transformerzoo.zoo.InvalidModelException if its pooling has no word weights, or its
   *     vocabulary is smaller than the tokenizer's
   */
  default void giveTo(TransformerModel model, Tokenizer tokenizer) {
    float[] known = of(tokenizer);
    int size = Math.max(known.length, model.specification().config().vocabularySize());
    float[] weights = Arrays.copyOf(known, size);
    Arrays.fill(weights, known.length, size, TokenWeightsFile.DEFAULT_WEIGHT);
    WordWeightsPooling.set(model.parameters(), weights);
  }
}
