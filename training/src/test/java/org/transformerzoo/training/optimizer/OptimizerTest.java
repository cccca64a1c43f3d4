package org.transformerzoo.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;

class OptimizerTest {

  private static final int STEPS = 20;
  private static final double RATE = 3e-3;
  private static final double DECAY = 0.1;
  private static final double EPSILON = 1e-6;
  private static final double SCALE = 0.5;

  /** Longer than a block, and not a multiple of anything. */
  private static final long LENGTH = 10_007;

  private final FlatParameters parameters =
      FlatParameters.allocate(
          List.of(matrix("first", 5), matrix("trained", LENGTH), matrix("frozen", 33)));
  private final SplittableRandom random = new SplittableRandom(7);

  private static Parameter matrix(String name, long length) {
    return new Parameter(name, ParameterKind.WEIGHT_MATRIX, Depth.head(), List.of(length));
  }

  /** The textbook's formulas in double precision, one value at a time. */
  private final class Reference {
    private final double[] p = parameters.value("trained").toDoubleVector();
    private final double[] m = new double[p.length];
    private final double[] v = new double[p.length];

    void step(int t, double rate, boolean corrected) {
      double[] g = parameters.gradient("trained").toDoubleVector();
      for (int i = 0; i < p.length; i++) {
        double gradient = g[i] * SCALE;
        m[i] = 0.9 * m[i] + 0.1 * gradient;
        v[i] = 0.999 * v[i] + 0.001 * gradient * gradient;
        if (corrected) {
          double mean = m[i] / (1 - Math.pow(0.9, t));
          double square = v[i] / (1 - Math.pow(0.999, t));
          p[i] = p[i] * (1 - rate * DECAY) - rate * mean / (Math.sqrt(square) + EPSILON);
        } else {
          p[i] -= rate * m[i] / (Math.sqrt(v[i]) + EPSILON);
          p[i] -= rate * DECAY * p[i];
        }
      }
    }
  }

  private BlockOptimizer optimizer(UpdateRule rule) {
    randomize(parameters.values());
    return new BlockOptimizer(rule, parameters, groups());
  }

  private List<ParameterGroup> groups() {
    return List.of(
        new ParameterGroup("one", RATE, DECAY, List.of(parameters.segment("trained"))),
        new ParameterGroup("other", 10 * RATE, 0, List.of(parameters.segment("first"))));
  }

  private void randomize(INDArray array) {
    double[] numbers = random.doubles(array.length(), -1, 1).toArray();
    array.assign(Nd4j.createFromArray(numbers).castTo(array.dataType()));
  }

  private void agreesWithReference(UpdateRule rule, boolean corrected) {
    BlockOptimizer optimizer = optimizer(rule);
    Reference reference = new Reference();
    for (int t = 1; t <= STEPS; t++) {
      randomize(parameters.gradients());
      optimizer.step(1.0 / t, SCALE);
      reference.step(t, RATE / t, corrected);
    }
    double[] actual = parameters.value("trained").toDoubleVector();
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(reference.p[i], within(2e-6));
    }
  }

  @Test
  void adamWFollowsItsFormula() {
    agreesWithReference(new AdamW(AdamSettings.withEpsilon(EPSILON)), true);
  }

  @Test
  void bertAdamFollowsItsFormula() {
    agreesWithReference(new BertAdam(AdamSettings.withEpsilon(EPSILON)), false);
  }

  @Test
  void whatIsInNoGroupStaysAsItIsBitForBit() {
    BlockOptimizer optimizer = optimizer(new AdamW(AdamSettings.withEpsilon(EPSILON)));
    INDArray frozen = parameters.value("frozen").dup();
    randomize(parameters.gradients());
    optimizer.step(1, 1);
    assertThat(parameters.value("frozen").toFloatVector()).isEqualTo(frozen.toFloatVector());
  }

  @Test
  void whatIsInNoGroupHasNoState() {
    BlockOptimizer optimizer = optimizer(new AdamW(AdamSettings.withEpsilon(EPSILON)));
    long trained = parameters.segment("first").length() + parameters.segment("trained").length();
    optimizer
        .state()
        .forEach((name, array) -> assertThat(array.length()).isBetween(trained, trained + 32));
  }

  @Test
  void anAverageHasWhatIsInNoGroupAsItIs() {
    BlockOptimizer optimizer =
        optimizer(new WeightAveraging(new AdamW(AdamSettings.withEpsilon(EPSILON)), 0));
    randomize(parameters.gradients());
    optimizer.step(1, 1);
    INDArray average = optimizer.average().orElseThrow();
    assertThat(average.length()).isEqualTo(parameters.values().length());
    INDArray frozen = FlatParameters.view(average, parameters.segment("frozen"));
    assertThat(frozen.toFloatVector()).isEqualTo(parameters.value("frozen").toFloatVector());
    // The mean of one is that one, up to rounding.
    assertThat(average.sub(parameters.values()).amaxNumber().doubleValue()).isLessThan(1e-6);
  }

  @Test
  void aGroupHasItsOwnLearningRateAndDecay() {
    BlockOptimizer optimizer = optimizer(new AdamW(AdamSettings.withEpsilon(1e-12)));
    double[] before = parameters.value("first").toDoubleVector();
    parameters.gradients().assign(1);
    optimizer.step(1, 1);
    // The first corrected step moves every value by the learning rate, against the gradient.
    double[] after = parameters.value("first").toDoubleVector();
    for (int i = 0; i < before.length; i++) {
      assertThat(before[i] - after[i]).isCloseTo(10 * RATE, within(1e-6));
    }
  }

  @Test
  void goesOnFromSavedStateBitForBit() {
    UpdateRule rule = new AdamW(AdamSettings.withEpsilon(EPSILON));
    BlockOptimizer optimizer = optimizer(rule);
    randomize(parameters.gradients());
    optimizer.step(1, 1);
    INDArray values = parameters.values().dup();
    BlockOptimizer continued = new BlockOptimizer(rule, parameters, groups());
    optimizer.state().forEach((name, array) -> continued.state().get(name).assign(array));
    continued.resumeAt(1);
    optimizer.step(1, 1);
    float[] expected = parameters.value("trained").toFloatVector();
    parameters.values().assign(values);
    continued.step(1, 1);
    assertThat(parameters.value("trained").toFloatVector()).isEqualTo(expected);
    assertThat(continued.steps()).isEqualTo(2);
  }

  @Test
  void theNormIsThatOfAllTrainedGradientsTogether() {
    parameters.gradients().assign(0);
    parameters.gradient("first").putScalar(0, 3);
    parameters.gradient("trained").putScalar(LENGTH - 1, 4);
    parameters.gradient("frozen").assign(100);
    List<ParameterGroup> groups =
        List.of(
            new ParameterGroup(
                "all", 1, 0, List.of(parameters.segment("first"), parameters.segment("trained"))));
    assertThat(new GradientNorm(parameters, groups).compute()).isEqualTo(5);
    parameters.gradient("trained").putScalar(17, Float.NaN);
    assertThat(new GradientNorm(parameters, groups).compute()).isNaN();
  }

  @Test
  void clippingShrinksLargeGradientsOnly() {
    assertThat(new GradientClipping(1).scale(5)).isCloseTo(0.2, within(1e-6));
    assertThat(new GradientClipping(1).scale(0.5)).isEqualTo(1);
    assertThat(new GradientClipping(1).scale(0)).isEqualTo(1);
    assertThat(GradientClipping.none().scale(1e30)).isEqualTo(1);
  }
}
