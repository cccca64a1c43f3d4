package org.transformerzoo.training.inference;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.transformerzoo.datavec.reader.TextRole;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.training.input.ModelInputs;
import org.transformerzoo.training.input.ModelTokenizer;
import org.transformerzoo.training.input.WordWeights;
import org.transformerzoo.zoo.model.ModelGraph;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.pooling.PoolingHead;

/**
 * Turns texts into vectors: a model's body and a pooling. Batches are made of texts of similar
 * length; order is kept. Several threads may use it at once.
 *
 * <pre>{@code
 * try (SentenceEmbedder embedder = SentenceEmbedder.load(Path.of("model"))) {
 *   float[][] vectors = embedder.embed(List.of("The parcel is late.", "Where is my parcel?"));
 * }
 * }</pre>
 */
public final class SentenceEmbedder implements AutoCloseable {

  private final InferenceEngine engine;
  private final boolean normalized;

  private SentenceEmbedder(Builder builder, InferenceOptions options) {
    TransformerModel model =
        EmbeddingModel.load(builder.folder, builder.pooling, builder.wordWeights != null);
    Tokenizer tokenizer = ModelTokenizer.load(builder.folder, model.specification().config());
    if (builder.wordWeights != null) {
      builder.wordWeights.giveTo(model, tokenizer);
    }
    this.engine = new InferenceEngine(model, tokenizer, ModelGraph.POOLED, options);
    this.normalized = builder.normalized;
  }

  /** An embedder with the model of {@code folder} and the defaults of {@link Builder}. */
  public static SentenceEmbedder load(Path folder) {
    return builder(folder).build();
  }

  /** Starts the settings of an embedder with the model of {@code folder}. */
  public static Builder builder(Path folder) {
    return new Builder(folder);
  }

  /** The text of its pooling. */
  public String pooling() {
    return engine.model().specification().pooling().map(PoolingHead::name).orElseThrow();
  }

  /** A vector for each of {@code texts}, in their order: [texts][width]. */
  public float[][] embed(List<String> texts) {
    return embedPairs(texts.stream().map(TextPair::single).toList());
  }

  /**
   * A vector for each of {@code texts}, which all are queries or all documents, with a pooling that
   * treats the two differently: [texts][width].
   */
  public float[][] embed(List<String> texts, TextRole role) {
    return embedPairs(
        new Inputs(
            texts.stream().map(TextPair::single).toList(),
            Collections.nCopies(texts.size(), role)));
  }

  /** A vector for each of {@code inputs}, each a text or a pair of them: [inputs][width]. */
  public float[][] embedPairs(List<TextPair> inputs) {
    return embedPairs(new Inputs(inputs, Collections.nCopies(inputs.size(), null)));
  }

  /** The same with what each input is. */
  float[][] embedPairs(Inputs inputs) {
    return engine
        .run(inputs.texts(), inputs.roles(), (input, row) -> vector(row))
        .toArray(float[][]::new); // [inputs, width]
  }

  /**
   * A vector for each text of a batch that is tokenized already, by this model's tokenizer, and
   * laid out as {@link org.transformerzoo.datavec.batching.BatchLayout} says: float32, [batch,
   * width].
   */
  public INDArray embedTokens(MultiDataSet batch) {
    INDArray vectors =
        engine
            .values(ModelInputs.withoutLabels(batch), List.of(ModelGraph.POOLED))
            .get(ModelGraph.POOLED);
    return normalized ? UnitVectors.of(vectors) : vectors;
  }

  /** The number of entries of a vector. */
  public int width() {
    return Math.toIntExact(ModelGraph.pooledWidth(engine.model().specification()));
  }

  private float[] vector(INDArray row) {
    INDArray vector = row.reshape(1, row.length()); // [1, width]
    return (normalized ? UnitVectors.of(vector) : vector).toFloatVector();
  }

  /** Writes the model folder that {@link #load} reads: body, pooling and tokenizer. */
  public void save(Path folder) {
    engine.model().save(folder, engine.tokenizer()::saveTo);
  }

  @Override
  public void close() {
    engine.close();
  }

  /** Collects the settings; {@link #build()} checks them all at once. */
  public static final class Builder {

    private final Path folder;
    private String pooling;
    private int maxLength = 128;
    private int batchSize = 32;
    private boolean normalized;
    private WordWeights wordWeights;

    private Builder(Path folder) {
      this.folder = folder;
    }

    /**
     * Optional: the text of a pooling, as {@code docs/pooling.md} describes; by default the one
     * that the model was trained with, {@code mean} if it has none but its architecture's pooler.
     */
    public Builder pooling(String text) {
      pooling = text;
      return this;
    }

    /** Optional: the weights of tokens, for the pooling {@code word-weights}. */
    public Builder wordWeights(WordWeights weights) {
      wordWeights = weights;
      return this;
    }

    /** Optional: longer texts are shortened to so many tokens, at least 4; 128 by default. */
    public Builder maxLength(int tokens) {
      maxLength = tokens;
      return this;
    }

    /** Optional: how many texts are computed together, at least 1; 32 by default. */
    public Builder batchSize(int texts) {
      batchSize = texts;
      return this;
    }

    /** Optional: whether vectors are scaled to the length 1; not by default. */
    public Builder normalized(boolean toUnitLength) {
      normalized = toUnitLength;
      return this;
    }

    /**
     * The embedder, with its model loaded.
     *
     * @throws IllegalArgumentException that names every setting that is wrong
     * @throws org.transformerzoo.zoo.InvalidModelException if the model cannot be used, or lacks
     *     weights that the pooling needs
     */
    public SentenceEmbedder build() {
      return new SentenceEmbedder(this, new InferenceOptions(maxLength, batchSize));
    }
  }
}
