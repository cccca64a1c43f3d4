package org.transformerzoo.training.interpretation;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.training.analysis.ExampleObserver;
import org.transformerzoo.training.inference.InferenceEngine;
import org.transformerzoo.training.inference.InferenceOptions;
import org.transformerzoo.zoo.task.TaskHead;

/**
 * Asks a fine-tuned model why it says what it says. It takes models for classification, several
 * labels at once, regression and labels of tokens, of any architecture. Several threads may use it
 * at once.
 *
 * <pre>{@code
 * try (Explainer explainer = Explainer.load(Path.of("model"))) {
 *   Salience why = explainer.salience("Where is my parcel?", new IntegratedGradients(50));
 *   why.byImportance().forEach(i -> System.out.println(why.tokens().get(i)));
 * }
 * }</pre>
 */
public final class Explainer implements AutoCloseable {

  private static final String TOKENS = "tokens";

  private final ExplainedModel model;

  private Explainer(ExplainedModel model) {
    this.model = model;
  }

  /** The model of {@code folder} with {@link InferenceOptions#of its options}. */
  public static Explainer load(Path folder) {
    return load(folder, InferenceOptions.of(folder));
  }

  /**
   * The model of {@code folder}.
   *
   * @throws org.transformerzoo.zoo.InvalidModelException if it has none of the tasks above, or is
   *     damaged
   * @throws org.transformerzoo.datavec.InvalidDataException if its tokenizer cannot be used
   */
  public static Explainer load(Path folder, InferenceOptions options) {
    return new Explainer(ExplainedModel.load(folder, options));
  }

  /** Asks the same model about sets of examples; usable until this is closed. */
  public ExampleObserver observer() {
    return new ExampleObserver(model.engine());
  }

  /** The task of the model. */
  public TaskHead task() {
    return model.task();
  }

  /** The labels, in the model's order; a single one for a regression. */
  public List<String> labels() {
    return model.task().labels();
  }

  /** Whether each token has its own label, so that one is to be named. */
  public boolean labelsTokens() {
    return model.task().name().equals(TOKENS);
  }

  /** What matters for the prediction on {@code text}. */
  public Salience salience(String text, SalienceMethod method) {
    return salience(TextPair.single(text), OutputChoice.predicted(), method);
  }

  /**
   * What matters for an output on {@code text}.
   *
   * @throws IllegalArgumentException if the model has no such label or the text no such token, or
   *     if no token is named where tokens are labelled
   */
  public Salience salience(TextPair text, OutputChoice choice, SalienceMethod method) {
    return method.salience(explained(text, choice));
  }

  /** The text in front of the model, for questions of one's own. */
  public ExplainedText explained(TextPair text, OutputChoice choice) {
    return explained(text, choice, () -> true);
  }

  /**
   * As {@link #explained(TextPair, OutputChoice)}, for questions that may be given up.
   *
   * @param wanted whether the answers are still waited for; asked before each batch that the model
   *     computes for them. Once it says no, what is under way ends with a {@link
   *     java.util.concurrent.CancellationException}.
   */
  public ExplainedText explained(TextPair text, OutputChoice choice, BooleanSupplier wanted) {
    Encoding encoding = encode(text);
    return new ExplainedText(model, encoding, place(choice, encoding), wanted);
  }

  /** The first token of {@code text} that is no special one; empty if there is none. */
  public OptionalInt firstToken(TextPair text) {
    int[] special = encode(text).specialTokensMask();
    return IntStream.range(0, special.length).filter(place -> special[place] == 0).findFirst();
  }

  /**
   * The replacements of one token that lower the explained logit most: {@link Counterfactuals}.
   *
   * @param most how many, at most one for each place
   */
  public List<Replacement> flips(ExplainedText text, int most) {
    return Counterfactuals.flips(text, model, model.ordinaryTokens(), most);
  }

  /** Where each head of each layer looks, on {@code text}. */
  public AttentionMaps attention(TextPair text) {
    return AttentionMaps.of(model, encode(text));
  }

  /** As the model reads it: where words are labelled, as the words between spaces. */
  private Encoding encode(TextPair text) {
    return labelsTokens()
        ? model.engine().encodeWords(InferenceEngine.words(text.text()))
        : model.engine().encode(List.of(text)).get(0);
  }

  private LogitPlace place(OutputChoice choice, Encoding encoding) {
    int token = token(choice, encoding);
    List<String> labels = labels();
    int output = choice.label().map(this::output).orElseGet(() -> predicted(encoding, token));
    return new LogitPlace(labels.get(output), output, labels.size(), token);
  }

  private int token(OutputChoice choice, Encoding encoding) {
    boolean labelsTokens = labelsTokens();
    if (labelsTokens != choice.token().isPresent()) {
      throw new IllegalArgumentException(
          labelsTokens
              ? "The model labels tokens, expected the place of the one that is asked about"
              : "The model labels whole texts, expected no place of a token");
    }
    int token = choice.token().orElse(-1);
    if (labelsTokens && (token < 0 || token >= encoding.length())) {
      throw new IllegalArgumentException(
          "There is no token %d, expected one from 0 to %d"
              .formatted(token, encoding.length() - 1));
    }
    return token;
  }

  private int output(String label) {
    int place = labels().indexOf(label);
    if (place < 0) {
      throw new IllegalArgumentException(
          "The model has no label \"" + label + "\", expected one of " + labels());
    }
    return place;
  }

  private int predicted(Encoding encoding, int token) {
    return model
        .engine()
        .runTokenized(
            List.of(InferenceEngine.example(encoding.inputIds(), encoding.tokenTypeIds())),
            (input, row) -> largest(logits(row, encoding.length(), token)))
        .get(0);
  }

  private INDArray logits(INDArray row, int length, int token) {
    return token < 0 ? row : model.engine().unpadded(row, length).getRow(token);
  }

  private static int largest(INDArray logits) {
    return logits.argMax().getInt(0);
  }

  @Override
  public void close() {
    model.close();
  }
}
