package org.transformerzoo.training.interpretation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How much each token of a text matters for one output of a model.
 *
 * @param method the {@link SalienceMethod#name}
 * @param label the label whose logit is explained, or the word {@code value} of a regression
 * @param output that logit
 * @param tokens all tokens, special ones included
 * @param scores of each token; the larger, the more it speaks for the output, and below 0 against
 *     it, except for methods that know no sign
 * @param completenessError for methods whose scores should sum to a difference of outputs: by how
 *     much they miss it, as a share of it
 */
public record Salience(
    String method,
    String label,
    double output,
    List<String> tokens,
    List<Double> scores,
    OptionalDouble completenessError) {

  /** Copies the lists. */
  public Salience {
    tokens = List.copyOf(tokens);
    scores = List.copyOf(scores);
    if (tokens.size() != scores.size()) {
      throw new IllegalArgumentException(
          tokens.size() + " tokens but " + scores.size() + " scores");
    }
  }

  /** The salience of {@code text} by a method that knows nothing of completeness. */
  static Salience of(SalienceMethod method, ExplainedText text, double[] scores) {
    return of(method, text, scores, OptionalDouble.empty());
  }

  static Salience of(
      SalienceMethod method, ExplainedText text, double[] scores, OptionalDouble error) {
    return new Salience(
        method.name(),
        text.label(),
        text.output(),
        text.tokens(),
        Arrays.stream(scores).boxed().toList(),
        error);
  }

  /** The places of the tokens, the most important first, whatever the sign. */
  public List<Integer> byImportance() {
    return IntStream.range(0, tokens.size())
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -Math.abs(scores.get(i))))
        .toList();
  }
}
