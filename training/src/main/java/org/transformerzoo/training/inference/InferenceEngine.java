package org.transformerzoo.training.inference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.transformerzoo.datavec.batching.Padding;
import org.transformerzoo.datavec.batching.TokenizedExample;
import org.transformerzoo.datavec.reader.TextRole;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.PaddingSide;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.Truncation;
import org.transformerzoo.training.input.ModelInputs;
import org.transformerzoo.training.input.ModelTokenizer;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.plan.PlanOptions;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.ModelGraph;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.pooling.AsymmetricStage;
import org.transformerzoo.zoo.pooling.PoolingHead;
import org.transformerzoo.zoo.task.TaskHead;
import org.transformerzoo.zoo.weights.LoadPolicy;

/**
 * A model, its tokenizer and one output of its graph: what all that is asked about texts has in
 * common. Several threads may use it at once.
 */
public final class InferenceEngine implements AutoCloseable {

  /** Turns one row of the output into a result. */
  @FunctionalInterface
  public interface RowReader<T> {

    /**
     * The result of an input.
     *
     * @param input which of the inputs
     * @param row a view of its part of the output, without the dimension of the batch; not to be
     *     kept
     */
    T read(int input, INDArray row);
  }

  /** Turns one row of several outputs into a result. */
  @FunctionalInterface
  public interface RowsReader<T> {

    /**
     * The result of an input.
     *
     * @param input which of the inputs
     * @param rows views of its part of each output, without the dimension of the batch; not to be
     *     kept
     */
    T read(int input, Map<String, INDArray> rows);
  }

  private final TransformerModel model;
  private final Tokenizer tokenizer;
  private final String output;
  private final Transformer transformer;
  private final GraphExecutor executor;
  private final boolean asksForRoles;
  private final int maxLength;
  private final LengthBatches batches;

  /**
   * An engine that closes {@code tokenizer} when it is closed.
   *
   * @param output the name of the variable that is read
   */
  InferenceEngine(
      TransformerModel model, Tokenizer tokenizer, String output, InferenceOptions options) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.output = output;
    ModelGraph built = model.graph(Mode.INFERENCE);
    this.transformer = built.transformer();
    ExecutableGraph graph = built.executable();
    this.asksForRoles = graph.graph().hasVariable(AsymmetricStage.ROLE);
    this.executor =
        ExecutorKind.PLAN.create(
            graph, model.parameters(), PlanOptions.defaults().withFixedParameters(true));
    this.maxLength = Math.min(options.maxLength(), model.specification().config().maximumLength());
    this.batches =
        new LengthBatches(
            Padding.of(tokenizer).toFewLengths(maxLength), options.batchSize(), Integer.MAX_VALUE);
  }

  /**
   * The engine of a model with a task head, which reads its logits.
   *
   * @param reader who asks, for messages
   * @param tasks that the reader understands
   * @throws InvalidModelException if the model of {@code folder} has another task or none
   */
  public static InferenceEngine ofTask(
      Path folder, InferenceOptions options, Class<?> reader, String... tasks) {
    ModelSpecification specification = ModelSpecification.of(ConfigFile.read(folder));
    requireTask(folder, specification, reader, tasks);
    return of(folder, specification, options);
  }

  /** The engine of a model that is not loaded as its configuration describes it. */
  static InferenceEngine of(
      Path folder, ModelSpecification specification, InferenceOptions options) {
    TransformerModel model = TransformerModel.load(folder, specification, LoadPolicy.strict());
    Tokenizer tokenizer = ModelTokenizer.load(folder, specification.config());
    return new InferenceEngine(model, tokenizer, TaskHead.LOGITS, options);
  }

  static void requireTask(
      Path folder, ModelSpecification specification, Class<?> reader, String... tasks) {
    String found = specification.task().map(TaskHead::name).orElse("none");
    if (!Set.of(tasks).contains(found)) {
      throw new InvalidModelException(
          "The task of the model in %s is %s, expected %s for a %s"
              .formatted(
                  folder,
                  found.equals("none") ? found : "\"" + found + "\"",
                  String.join(" or ", Arrays.stream(tasks).map(t -> "\"" + t + "\"").toList()),
                  reader.getSimpleName()));
    }
  }

  /** The model. */
  public TransformerModel model() {
    return model;
  }

  /** The task head, for engines {@link #ofTask}. */
  public TaskHead task() {
    return model.specification().task().orElseThrow();
  }

  /** The handles of the model's body, by which inner values are asked for. */
  public Transformer transformer() {
    return transformer;
  }

  /** The tokenizer. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** To how many tokens inputs are shortened. */
  public int maxLength() {
    return maxLength;
  }

  /** Tokenizes inputs, on all cores. */
  public List<Encoding> encode(List<TextPair> inputs) {
    return tokenizer.encodeAll(inputs, Truncation.LONGEST_FIRST, maxLength);
  }

  /** The words of a text that has spaces between them; a blank text is one empty word. */
  public static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  /** Tokenizes the words of a text, as models that label words read them. */
  public Encoding encodeWords(List<String> words) {
    return tokenizer.encodeWords(words, Truncation.LONGEST_FIRST, maxLength);
  }

  /**
   * A result for each of {@code inputs}, in their order.
   *
   * @param roles what each input is, null where nothing says so
   * @throws InvalidModelException if the pooling asks for roles that nothing says
   */
  <T> List<T> run(List<TextPair> inputs, List<TextRole> roles, RowReader<T> reader) {
    if (asksForRoles && roles.stream().anyMatch(Objects::isNull)) {
      throw new InvalidModelException(
          "The pooling \"%s\" treats queries and documents differently, expected the role of each text, query or document"
              .formatted(model.specification().pooling().map(PoolingHead::name).orElseThrow()));
    }
    List<Encoding> encodings = encode(inputs);
    List<TokenizedExample> examples = new ArrayList<>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      TextRole role = asksForRoles ? roles.get(i) : null;
      examples.add(LengthBatches.unlabelled(encodings.get(i), role));
    }
    return run(examples, batches, reader);
  }

  /** As {@link #run(List, List, RowReader)} for inputs without roles. */
  <T> List<T> run(List<TextPair> inputs, RowReader<T> reader) {
    return run(inputs, Collections.nCopies(inputs.size(), null), reader);
  }

  /** A result for each of {@code examples}, in their order. */
  public <T> List<T> runTokenized(List<TokenizedExample> examples, RowReader<T> reader) {
    return run(examples, batches, reader);
  }

  /** The same with at most {@code tokensAtOnce} in a batch, for large outputs. */
  <T> List<T> runTokenized(List<TokenizedExample> examples, int tokensAtOnce, RowReader<T> reader) {
    LengthBatches small = new LengthBatches(batches.padding(), batches.batchSize(), tokensAtOnce);
    return run(examples, small, reader);
  }

  /**
   * An input of the given tokens.
   *
   * @param inputIds special tokens included
   * @param tokenTypeIds as many
   */
  public static TokenizedExample example(int[] inputIds, int[] tokenTypeIds) {
    return LengthBatches.unlabelled(inputIds, tokenTypeIds, null);
  }

  /** {@code example} alone as the graph takes it, padded to one of a few lengths. */
  public Map<String, INDArray> inputs(TokenizedExample example) {
    return ModelInputs.withoutLabels(batches.collate(List.of(example)));
  }

  /** The values called {@code names} of the model's graph for {@code inputs}. */
  public Map<String, INDArray> values(Map<String, INDArray> inputs, Collection<String> names) {
    return executor.output(inputs, names);
  }

  /**
   * A result for each of {@code examples}, in their order, from several values of the graph.
   *
   * @param names of the values, each with the batch as its first dimension
   */
  public <T> List<T> runTokenized(
      List<TokenizedExample> examples, List<String> names, RowsReader<T> reader) {
    return batches.map(examples, (batch, places) -> read(batch, places, names, reader));
  }

  private <T> List<T> run(
      List<TokenizedExample> examples, LengthBatches inBatches, RowReader<T> reader) {
    RowsReader<T> ofOutput = (input, rows) -> reader.read(input, rows.get(output));
    return inBatches.map(
        examples, (batch, places) -> read(batch, places, List.of(output), ofOutput));
  }

  private <T> List<T> read(
      MultiDataSet batch, List<Integer> places, List<String> names, RowsReader<T> reader) {
    Map<String, INDArray> values = executor.output(ModelInputs.withoutLabels(batch), names);
    List<T> results = new ArrayList<>(places.size());
    for (int row = 0; row < places.size(); row++) {
      Map<String, INDArray> rows = new HashMap<>();
      for (String name : names) {
        rows.put(name, values.get(name).get(NDArrayIndex.point(row)));
      }
      results.add(reader.read(places.get(row), rows));
    }
    return results;
  }

  /**
   * The part of a row that belongs to the tokens of its input.
   *
   * @param row [padded length, width]
   * @param tokens how many
   * @return [tokens, width]
   */
  public INDArray unpadded(INDArray row, int tokens) {
    long first = firstToken(row.size(0), tokens);
    return row.get(NDArrayIndex.interval(first, first + tokens));
  }

  /** Where a sequence of {@code tokens} begins that was padded to {@code length}. */
  public long firstToken(long length, int tokens) {
    return tokenizer.paddingSide() == PaddingSide.LEFT ? length - tokens : 0;
  }

  @Override
  public void close() {
    executor.close();
    tokenizer.close();
  }
}
