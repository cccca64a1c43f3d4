package org.transformerzoo.training.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.datavec.batching.LabelEncoder;
import org.transformerzoo.datavec.batching.Target;
import org.transformerzoo.datavec.batching.TokenizedExample;
import org.transformerzoo.datavec.reader.ExampleLocation;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.training.inference.InferenceEngine;
import org.transformerzoo.zoo.task.TaskHead;

/**
 * Asks a model about examples: its answers and, at the same time, the vectors that it makes of
 * them. Several threads may use it at once, as long as its engine is open.
 */
public final class ExampleObserver {

  private static final ExampleLocation NOWHERE = new ExampleLocation(null, 0);

  private final InferenceEngine engine;
  private final TaskAnswers task;
  private final List<String> labels;
  private final LabelEncoder encoder;

  /**
   * An example as the model sees it, without what it is not to see.
   *
   * @param encoding tells which tokens begin the words that get a label
   * @param target the truth, which some examples have and others beside them do not
   */
  private record Seen(TokenizedExample tokenized, Encoding encoding, Target target) {}

  /**
   * An observer of the model of {@code engine}, which stays the caller's to close.
   *
   * @throws org.transformerzoo.zoo.InvalidModelException if its task is none of classification,
   *     multilabel, regression and tokens
   */
  public ExampleObserver(InferenceEngine engine) {
    this.engine = engine;
    this.task = TaskAnswers.of(engine.task().name());
    this.labels = engine.task().labels();
    this.encoder = task.encoder(labels);
  }

  /** The labels, in the model's order; those of the targets for a regression. */
  public List<String> labels() {
    return labels;
  }

  /** The layers of the stack that the task reads, for an encoder-decoder those of its decoder. */
  public int layers() {
    return engine.transformer().hiddenStates().size() - 1;
  }

  /** As {@link #observe(List, int)}, with the vectors behind the last layer. */
  public List<Observation> observe(List<TextExample> examples) {
    return observe(examples, layers());
  }

  /**
   * What the model says about each of {@code examples}, in their order. An example without labels
   * has none, but where several may apply: there it means that none does.
   *
   * @param layer whose vectors are kept: 0 for the embeddings, then 1 to {@link #layers}
   * @throws org.transformerzoo.datavec.InvalidDataException naming file and line, if an example has
   *     a label that the model does not
   * @throws IllegalArgumentException if there is no such layer
   */
  public List<Observation> observe(List<TextExample> examples, int layer) {
    if (layer < 0 || layer > layers()) {
      throw new IllegalArgumentException(
          "There is no layer %d, expected from 0 to %d".formatted(layer, layers()));
    }
    return observe(examples, layer, place -> true);
  }

  /**
   * As {@link #observe(List)}, where the truth about some examples is not known, whatever labels
   * they have.
   *
   * @param known whether the labels of the example at a place are the truth
   */
  public List<Observation> observe(List<TextExample> examples, IntPredicate known) {
    return observe(examples, layers(), known);
  }

  /**
   * What the model says about texts of which no truth is known, as by {@link #observe(List)}.
   *
   * @param texts where words are labelled, with spaces between them
   */
  public List<Observation> observeTexts(List<TextPair> texts) {
    return observe(texts.stream().map(this::example).toList(), layers(), place -> false);
  }

  private TextExample example(TextPair text) {
    List<String> words =
        task == TaskAnswers.TOKENS ? InferenceEngine.words(text.text()) : List.of();
    return new TextExample(text.text(), text.pair(), words, List.of(), NOWHERE);
  }

  private List<Observation> observe(List<TextExample> examples, int layer, IntPredicate known) {
    String states = engine.transformer().hiddenStates().get(layer).name();
    List<Seen> seen =
        IntStream.range(0, examples.size())
            .parallel()
            .mapToObj(place -> see(examples.get(place), known.test(place)))
            .toList();
    return engine.runTokenized(
        seen.stream().map(Seen::tokenized).toList(),
        List.of(TaskHead.LOGITS, states),
        (input, rows) ->
            observation(
                examples.get(input), seen.get(input), rows.get(TaskHead.LOGITS), rows.get(states)));
  }

  private Seen see(TextExample example, boolean known) {
    Encoding encoding =
        task == TaskAnswers.TOKENS
            ? engine.encodeWords(words(example))
            : engine.encode(List.of(new TextPair(example.text(), example.pair()))).get(0);
    boolean unlabelled = example.labels().isEmpty() && task != TaskAnswers.MULTILABEL;
    Target target =
        known && !unlabelled ? encoder.encode(example, encoding) : new Target.Unlabelled();
    return new Seen(
        new TokenizedExample(
            encoding.inputIds(),
            encoding.tokenTypeIds(),
            new Target.Unlabelled(),
            example.location(),
            example.role()),
        encoding,
        target);
  }

  private static List<String> words(TextExample example) {
    return example.words().isEmpty() ? InferenceEngine.words(example.text()) : example.words();
  }

  private Observation observation(
      TextExample example, Seen seen, INDArray logits, INDArray states) {
    int length = seen.tokenized().length();
    int[] pieces = task == TaskAnswers.TOKENS ? seen.encoding().firstPieces() : new int[0];
    int[] wordIds = seen.encoding().wordIds();
    return new Observation(
        example,
        task,
        labels,
        length,
        Arrays.stream(pieces).map(piece -> wordIds[piece]).toArray(),
        task == TaskAnswers.TOKENS
            ? rows(engine.unpadded(logits, length).toFloatMatrix(), pieces)
            : new float[][] {logits.toFloatVector()},
        truth(seen.target(), pieces),
        engine.unpadded(states, length).mean(0).toFloatVector());
  }

  private static float[][] rows(float[][] all, int[] chosen) {
    return Arrays.stream(chosen).mapToObj(row -> all[row]).toArray(float[][]::new);
  }

  private static float[] truth(Target target, int[] pieces) {
    if (target instanceof Target.ClassId one) {
      return new float[] {one.id()};
    }
    if (target instanceof Target.Values values) {
      return values.values();
    }
    if (target instanceof Target.TokenIds tags) {
      int[] ids = tags.ids();
      float[] truth = new float[pieces.length];
      for (int word = 0; word < truth.length; word++) {
        truth[word] = ids[pieces[word]];
      }
      return truth;
    }
    return new float[0];
  }
}
