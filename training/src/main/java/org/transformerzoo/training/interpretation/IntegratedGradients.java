package org.transformerzoo.training.interpretation;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Integrated gradients (Sundararajan et al., 2017, arXiv 1703.01365): the gradient, averaged on the
 * straight way from a text without words to the text, times the difference of each token's vector.
 * In the text without words the mask token, or zeros where a tokenizer has none, stands in each
 * token's place; special tokens are what they were. The integral is a Gauss-Legendre quadrature.
 *
 * <p>The scores sum to the difference of the outputs for both texts; {@link
 * Salience#completenessError} is what is missing to it.
 *
 * @param steps places on the way at which the gradient is computed, from 2 to 1,000
 */
public record IntegratedGradients(int steps) implements SalienceMethod {

  private static final int MOST_STEPS = 1000;

  /** Checks the number of steps. */
  public IntegratedGradients {
    if (steps < 2 || steps > MOST_STEPS) {
      throw new IllegalArgumentException(
          "steps is %d, expected from 2 to %,d".formatted(steps, MOST_STEPS));
    }
  }

  @Override
  public String name() {
    return "integrated-gradients";
  }

  @Override
  public Salience salience(ExplainedText text) {
    WordVectors start = text.wordless();
    WordVectors way = text.vectors().minus(start);
    List<GaussLegendre.Point> quadrature = GaussLegendre.points(steps);
    List<WordVectors> places =
        quadrature.stream().map(point -> start.plus(way.times(point.place()))).toList();
    WordVectors mean = start.times(0);
    List<Slope> slopes = text.slopes(places);
    for (int step = 0; step < steps; step++) {
      mean = mean.plus(slopes.get(step).gradient().times(quadrature.get(step).weight()));
    }
    double[] scores = text.dots(mean, way);
    double difference = text.output() - text.slope(start).output();
    double missing = Math.abs(difference - Arrays.stream(scores).sum());
    OptionalDouble error =
        difference == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(missing / Math.abs(difference));
    return Salience.of(this, text, scores, error);
  }
}
