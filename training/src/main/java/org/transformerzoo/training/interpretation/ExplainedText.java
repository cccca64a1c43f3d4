package org.transformerzoo.training.interpretation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.zoo.execution.GraphExecutor.Differentiated;
import org.transformerzoo.zoo.model.ModelGraph;
import org.transformerzoo.zoo.task.TaskHead;

/**
 * A text, or a pair of them, in front of a model, and the one output that is explained. Methods of
 * salience ask it how that output comes about.
 */
public final class ExplainedText {

  /** So many tokens are differentiated at once, padding included. */
  private static final int TOKENS_AT_ONCE = 2048;

  private final ExplainedModel model;
  private final Encoding encoding;
  private final LogitPlace logit;
  private final List<String> tokens;
  private final Map<String, INDArray> inputs;
  private final long paddedLength;
  private final WordVectors vectors;
  private final TokenRows rows;
  private final Slope slope;
  private final BooleanSupplier wanted;

  ExplainedText(ExplainedModel model, Encoding encoding, LogitPlace logit, BooleanSupplier wanted) {
    this.wanted = wanted;
    this.model = model;
    this.encoding = encoding;
    this.logit = logit;
    this.tokens = Arrays.stream(encoding.inputIds()).mapToObj(model::token).toList();
    this.inputs = model.inputs(encoding.inputIds(), encoding.tokenTypeIds());
    this.paddedLength = inputs.values().iterator().next().size(1);
    this.vectors = model.vectors(inputs);
    this.rows =
        new TokenRows(model.tokensBySite(inputs, firstToken(), tokens.size()), tokens.size());
    this.slope = slopes(List.of(vectors)).get(0);
  }

  /** All tokens, special ones included. */
  public List<String> tokens() {
    return tokens;
  }

  /** The id of each token. */
  public int[] inputIds() {
    return encoding.inputIds();
  }

  /** Whether the tokenizer added the token at {@code place}. */
  public boolean isSpecial(int place) {
    return encoding.specialTokensMask()[place] == 1;
  }

  /** The places of the tokens of each word, in the order of the text; special tokens are none. */
  public List<List<Integer>> words() {
    List<List<Integer>> words = new ArrayList<>();
    int[] ids = encoding.wordIds();
    int[] types = encoding.tokenTypeIds();
    int before = -1;
    for (int place = 0; place < tokens.size(); place++) {
      if (!isSpecial(place)) {
        boolean goesOn =
            before == place - 1
                && before >= 0
                && ids[before] == ids[place]
                && types[before] == types[place];
        if (!goesOn) {
          words.add(new ArrayList<>());
        }
        words.get(words.size() - 1).add(place);
        before = place;
      }
    }
    return words;
  }

  /** The label whose logit is explained, or the word {@code value} of a regression. */
  public String label() {
    return logit.label();
  }

  /** The token whose logit is explained, in a model that labels tokens; else −1. */
  public int labelledToken() {
    return logit.token();
  }

  /** The logit that is explained. */
  public double output() {
    return slope.output();
  }

  /** The vectors of the words as the model reads them. */
  public WordVectors vectors() {
    return vectors;
  }

  /**
   * The vectors of a text that says nothing: those of the mask token, or zeros if there is none, in
   * place of each token but the special ones.
   */
  public WordVectors wordless() {
    return rows.with(vectors, model.wordlessVector(), token -> !isSpecial(token));
  }

  /** The vector of each token, as it is read first: [tokens, width]. */
  public INDArray tokenVectors() {
    return tokenVectors(vectors);
  }

  /** As {@link #tokenVectors()}, for other vectors of the same text. */
  public INDArray tokenVectors(WordVectors of) {
    return rows.first(of);
  }

  /**
   * The vectors where each token has another one, wherever it is read.
   *
   * @param tokenVectors [tokens, width]
   * @throws IllegalArgumentException if they are of another shape
   */
  public WordVectors withTokenVectors(INDArray tokenVectors) {
    long width = vectors.sites().get(0).size(1);
    if (!Arrays.equals(tokenVectors.shape(), new long[] {tokens.size(), width})) {
      throw new IllegalArgumentException(
          "The vectors are %s, expected [%d, %d] for the tokens %s"
              .formatted(Arrays.toString(tokenVectors.shape()), tokens.size(), width, tokens));
    }
    return rows.with(vectors, tokenVectors);
  }

  /** The output and its gradient for the text as it is. */
  public Slope slope() {
    return slope;
  }

  /** The output and its gradient where the words have {@code vectors}. */
  public Slope slope(WordVectors vectors) {
    return slopes(List.of(vectors)).get(0);
  }

  /** As {@link #slope} for each of {@code places}, several at once. */
  public List<Slope> slopes(List<WordVectors> places) {
    int atOnce = (int) Math.max(1, TOKENS_AT_ONCE / paddedLength);
    List<Slope> slopes = new ArrayList<>();
    for (int start = 0; start < places.size(); start += atOnce) {
      int end = Math.min(start + atOnce, places.size());
      slopes.addAll(together(places.subList(start, end)));
    }
    return slopes;
  }

  private void checkWanted() {
    if (!wanted.getAsBoolean()) {
      throw new CancellationException("The explanation is no longer wanted");
    }
  }

  private List<Slope> together(List<WordVectors> places) {
    checkWanted();
    int count = places.size();
    Map<String, INDArray> given = new HashMap<>();
    inputs.forEach((name, array) -> given.put(name, repeated(array, count)));
    List<String> sites = model.sites();
    for (int site = 0; site < sites.size(); site++) {
      int each = site;
      INDArray[] rows = places.stream().map(p -> p.sites().get(each)).toArray(INDArray[]::new);
      given.put(sites.get(site), Nd4j.concat(0, rows)); // [count·padded length, width]
    }
    int index = logit.index(firstToken());
    given.put(ModelGraph.DIRECTION, logit.direction(count, paddedLength, firstToken()));
    Differentiated found = model.differentiate(given);
    INDArray logits = found.outputs().get(TaskHead.LOGITS).reshape('c', count, -1);
    return IntStream.range(0, count)
        .mapToObj(each -> slope(logits.getRow(each), index, part(found, each)))
        .toList();
  }

  private static Slope slope(INDArray logits, int index, WordVectors gradient) {
    return new Slope(logits.getDouble(index), logits.toFloatVector(), gradient);
  }

  private WordVectors part(Differentiated found, int which) {
    return new WordVectors(
        model.sites().stream()
            .map(site -> ExplainedModel.rows(found.gradients().get(site), which, paddedLength))
            .toList());
  }

  private static INDArray repeated(INDArray row, int count) {
    INDArray[] rows = new INDArray[count];
    Arrays.fill(rows, row);
    return Nd4j.concat(0, rows);
  }

  /**
   * The inner products of the vectors of each token, summed over the places where the model reads
   * it: [tokens].
   */
  public double[] dots(WordVectors one, WordVectors other) {
    return rows.dots(one, other);
  }

  /** What {@code vectors} have for each token, summed over the places that read it. */
  public INDArray perToken(WordVectors vectors) {
    return rows.sums(vectors); // [tokens, width]
  }

  /**
   * The logit for texts that lack some of the tokens.
   *
   * @param kept for each text whether each token stays
   */
  public double[] outputsOf(List<boolean[]> kept) {
    return outputs(kept.stream().map(this::without).toList(), kept);
  }

  private int[][] without(boolean[] kept) {
    int[] places = IntStream.range(0, kept.length).filter(place -> kept[place]).toArray();
    return new int[][] {
      Arrays.stream(places).map(place -> encoding.inputIds()[place]).toArray(),
      Arrays.stream(places).map(place -> encoding.tokenTypeIds()[place]).toArray()
    };
  }

  /** The logit for a text of the same length with other tokens. */
  public double[] outputsWith(List<int[]> inputIds) {
    boolean[] all = new boolean[tokens.size()];
    Arrays.fill(all, true);
    List<int[][]> texts =
        inputIds.stream().map(ids -> new int[][] {ids, encoding.tokenTypeIds()}).toList();
    return outputs(texts, texts.stream().map(text -> all).toList());
  }

  private double[] outputs(List<int[][]> texts, List<boolean[]> kept) {
    checkWanted();
    return model.outputs(texts, logit, kept, this::checkWanted);
  }

  /**
   * The logits of each token, in a model that labels tokens: [tokens][outputs].
   *
   * @param slope of this text
   * @throws IllegalStateException if the model labels whole texts
   */
  public float[][] tokenLogits(Slope slope) {
    if (labelledToken() < 0) {
      throw new IllegalStateException("The model labels whole texts, which have no token's logits");
    }
    float[] all = slope.logits(); // [padded length · outputs]
    float[][] logits = new float[tokens.size()][];
    for (int token = 0; token < logits.length; token++) {
      int start = (firstToken() + token) * logit.outputs();
      logits[token] = Arrays.copyOfRange(all, start, start + logit.outputs());
    }
    return logits;
  }

  private int firstToken() {
    return model.firstToken(paddedLength, tokens.size());
  }
}
