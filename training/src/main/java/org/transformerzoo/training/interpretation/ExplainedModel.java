package org.transformerzoo.training.interpretation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.transformerzoo.datavec.batching.TokenizedExample;
import org.transformerzoo.training.inference.InferenceEngine;
import org.transformerzoo.training.inference.InferenceOptions;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.execution.ExecutableGraph;
import org.transformerzoo.zoo.execution.ExecutableGraph.Lookup;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.GraphExecutor.Differentiated;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.ModelGraph;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.task.TaskHead;

/** A model that answers texts and can be differentiated by the vectors of their words. */
final class ExplainedModel implements AutoCloseable {

  private static final String[] TASKS = {"classification", "multilabel", "regression", "tokens"};

  /** Tokens in brackets, which texts do not have. */
  private static final Pattern MARKED = Pattern.compile("\\[[^\\]]*\\]|<[^>]*>");

  private final InferenceEngine engine;
  private final GraphExecutor gradients;
  private final List<Lookup> words;
  private final Map<String, List<SDVariable>> observations;
  private final Map<Integer, String> tokens = new HashMap<>();

  private ExplainedModel(InferenceEngine engine) {
    this.engine = engine;
    ModelGraph score = ModelGraph.score(engine.model().specification());
    ExecutableGraph graph = score.executable();
    this.observations = score.transformer().observations();
    this.words = graph.lookups().stream().filter(Lookup::words).toList();
    this.gradients = ExecutorKind.PLAN.create(graph, engine.model().parameters());
    engine.tokenizer().tokenIds().forEach((token, id) -> tokens.put(id, token));
  }

  static ExplainedModel load(Path folder, InferenceOptions options) {
    return new ExplainedModel(InferenceEngine.ofTask(folder, options, Explainer.class, TASKS));
  }

  InferenceEngine engine() {
    return engine;
  }

  TaskHead task() {
    return engine.task();
  }

  /** The names of the rows at each place of the model that reads words. */
  List<String> sites() {
    return words.stream().map(Lookup::rows).toList();
  }

  String token(int id) {
    return tokens.getOrDefault(id, "#" + id);
  }

  Map<String, INDArray> inputs(int[] inputIds, int[] tokenTypeIds) {
    return engine.inputs(InferenceEngine.example(inputIds, tokenTypeIds));
  }

  int firstToken(long paddedLength, int tokensOfText) {
    return Math.toIntExact(engine.firstToken(paddedLength, tokensOfText));
  }

  WordVectors vectors(Map<String, INDArray> inputs) {
    Map<String, INDArray> rows = gradients.output(inputs, sites());
    return new WordVectors(sites().stream().map(rows::get).toList());
  }

  /** Whether each token, by its id, is one that texts are made of: no special and no unused one. */
  boolean[] ordinaryTokens() {
    boolean[] ordinary = new boolean[Math.toIntExact(wordTable().size(0))];
    tokens.forEach(
        (id, token) -> {
          if (id < ordinary.length) {
            ordinary[id] = !MARKED.matcher(token).matches();
          }
        });
    return ordinary;
  }

  /** The table of the vectors of all tokens, [vocabulary, width]. */
  INDArray wordTable() {
    FlatParameters parameters = engine.model().parameters();
    return parameters.value(words.get(0).table());
  }

  /** What stands for a word that is not there, [width]. */
  INDArray wordlessVector() {
    OptionalInt mask = engine.tokenizer().maskTokenId();
    INDArray table = wordTable();
    return mask.isPresent()
        ? table.getRow(mask.getAsInt())
        : Nd4j.zeros(DataType.FLOAT, table.size(1));
  }

  /**
   * Which token of the text each row of each site stands for; −1 for padding and for the token with
   * which a decoder begins, which reads each word one place later.
   */
  int[][] tokensBySite(Map<String, INDArray> inputs, int firstToken, int count) {
    int[] given = inputs.get(TokenInputs.INPUT_IDS).dup('c').data().asInt();
    Map<String, INDArray> ids = gradients.output(inputs, words.stream().map(Lookup::ids).toList());
    int[][] places = new int[words.size()][given.length];
    for (int site = 0; site < places.length; site++) {
      int[] read = ids.get(words.get(site).ids()).dup('c').data().asInt();
      int delay = Arrays.equals(read, given) ? 0 : 1;
      for (int row = 0; row < read.length; row++) {
        int token = row - delay - firstToken;
        places[site][row] = token >= 0 && token < count ? token : -1;
      }
    }
    return places;
  }

  /** What the model shows of its inside: see {@link Transformer#observations}. */
  Map<String, List<SDVariable>> observations() {
    return observations;
  }

  Differentiated differentiate(Map<String, INDArray> inputs) {
    return gradients.differentiate(inputs, List.of(TaskHead.LOGITS), sites());
  }

  /** The rows of one text among those of several. */
  static INDArray rows(INDArray all, int which, long length) {
    return all.get(NDArrayIndex.interval(which * length, (which + 1) * length), NDArrayIndex.all());
  }

  /**
   * The logit for each text.
   *
   * @param texts ids and segments of each
   * @param kept which tokens of the explained text are in each
   * @param goOn is run again and again while the batches are computed, and may throw
   */
  double[] outputs(List<int[][]> texts, LogitPlace logit, List<boolean[]> kept, Runnable goOn) {
    List<TokenizedExample> examples = new ArrayList<>();
    texts.forEach(text -> examples.add(InferenceEngine.example(text[0], text[1])));
    List<Double> outputs =
        engine.runTokenized(
            examples,
            (text, row) -> {
              goOn.run();
              int before = 0;
              for (int token = 0; token < logit.token(); token++) {
                before += kept.get(text)[token] ? 1 : 0;
              }
              int length = texts.get(text)[0].length;
              INDArray own = logit.token() < 0 ? row : engine.unpadded(row, length);
              return logit.in(own, before);
            });
    return outputs.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The values called {@code names} for a text alone. */
  Map<String, INDArray> values(int[] inputIds, int[] tokenTypeIds, List<String> names) {
    return engine.values(inputs(inputIds, tokenTypeIds), names);
  }

  @Override
  public void close() {
    gradients.close();
    engine.close();
  }
}
