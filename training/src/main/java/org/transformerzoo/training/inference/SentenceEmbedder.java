package org.transformerzoo.training.inference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.batching.Padding;
import org.transformerzoo.datavec.batching.Target.Unlabelled;
import org.transformerzoo.datavec.batching.TokenizedDataset;
import org.transformerzoo.datavec.batching.TokenizedExample;
import org.transformerzoo.datavec.reader.ExampleLocation;
import org.transformerzoo.datavec.reader.TextRole;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.Truncation;
import org.transformerzoo.training.input.ModelInputs;
import org.transformerzoo.training.input.ModelTokenizer;
import org.transformerzoo.training.input.WordWeights;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.plan.PlanOptions;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.ModelGraph;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.pooling.AsymmetricStage;
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

  private static final ExampleLocation NOWHERE = new ExampleLocation(null, 0);

  private final TransformerModel model;
  private final Tokenizer tokenizer;
  private final GraphExecutor executor;
  private final boolean asksForRoles;
  private final Padding padding;
  private final int maxLength;
  private final int batchSize;
  private final boolean normalized;

  private SentenceEmbedder(Builder builder) {
    this.model = EmbeddingModel.load(builder.folder, builder.pooling, builder.wordWeights != null);
    int longest = model.specification().config().maximumLength();
    this.tokenizer = ModelTokenizer.load(builder.folder, model.specification().config());
    if (builder.wordWeights != null) {
      builder.wordWeights.giveTo(model, tokenizer);
    }
    ExecutableGraph graph = model.graph(Mode.INFERENCE).executable();
    this.asksForRoles = graph.graph().hasVariable(AsymmetricStage.ROLE);
    PlanOptions options = PlanOptions.defaults().withFixedParameters(true);
    this.executor = ExecutorKind.PLAN.create(graph, model.parameters(), options);
    this.maxLength = Math.min(builder.maxLength, longest);
    this.padding = Padding.of(tokenizer).toFewLengths(longest);
    this.batchSize = builder.batchSize;
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
    return model.specification().pooling().map(PoolingHead::name).orElseThrow();
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
        texts.stream().map(TextPair::single).toList(), Collections.nCopies(texts.size(), role));
  }

  /** A vector for each of {@code inputs}, each a text or a pair of them: [inputs][width]. */
  public float[][] embedPairs(List<TextPair> inputs) {
    return embedPairs(inputs, Collections.nCopies(inputs.size(), null));
  }

  /** The same with what each input is, null where nothing says so. */
  float[][] embedPairs(List<TextPair> inputs, List<TextRole> roles) {
    requireRoles(roles);
    float[][] vectors = new float[inputs.size()][];
    if (inputs.isEmpty()) {
      return vectors;
    }
    List<Encoding> encodings = tokenizer.encodeAll(inputs, Truncation.LONGEST_FIRST, maxLength);
    List<Integer> byLength =
        IntStream.range(0, encodings.size())
            .boxed()
            .sorted(Comparator.comparingInt(place -> encodings.get(place).length()))
            .toList();
    BatchIterator batches = batches(byLength, encodings, roles);
    int done = 0;
    while (batches.hasNext()) {
      for (float[] vector : embedBatch(batches.next())) {
        vectors[byLength.get(done++)] = vector;
      }
    }
    return vectors;
  }

  private void requireRoles(List<TextRole> roles) {
    if (asksForRoles && roles.contains(null)) {
      throw new InvalidModelException(
          "The pooling \"%s\" treats queries and documents differently, expected the role of each text, query or document"
              .formatted(pooling()));
    }
  }

  private BatchIterator batches(
      List<Integer> order, List<Encoding> encodings, List<TextRole> roles) {
    List<TokenizedExample> examples = new ArrayList<>();
    for (int place : order) {
      Encoding encoding = encodings.get(place);
      examples.add(
          new TokenizedExample(
              encoding.inputIds(),
              encoding.tokenTypeIds(),
              new Unlabelled(),
              NOWHERE,
              asksForRoles ? roles.get(place) : null));
    }
    return BatchIterator.builder()
        .dataset(TokenizedDataset.of(examples))
        .batchSize(batchSize)
        .padding(padding)
        .build();
  }

  private float[][] embedBatch(MultiDataSet batch) {
    INDArray vectors =
        executor
            .output(ModelInputs.withoutLabels(batch), List.of(ModelGraph.POOLED))
            .get(ModelGraph.POOLED); // [batch, width]
    return (normalized ? UnitVectors.of(vectors) : vectors).toFloatMatrix();
  }

  /** Writes the model folder that {@link #load} reads: body, pooling and tokenizer. */
  public void save(Path folder) {
    model.save(folder, tokenizer::saveTo);
  }

  @Override
  public void close() {
    executor.close();
    tokenizer.close();
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
      List<String> problems = new ArrayList<>();
      if (maxLength < 4) {
        problems.add("maxLength is " + maxLength + ", expected at least 4");
      }
      if (batchSize < 1) {
        problems.add("batchSize is " + batchSize + ", expected at least 1");
      }
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", problems));
      }
      return new SentenceEmbedder(this);
    }
  }
}
