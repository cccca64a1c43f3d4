package org.transformerzoo.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.training.optimizer.RectifiedAdam.Variant;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;

/** Every rule against its paper's formula in double precision, one value at a time. */
class UpdateRuleTest {

  private static final int STEPS = 25;
  private static final int LENGTH = 5000;
  private static final double RATE = 3e-3;
  private static final double DECAY = 0.1;
  private static final double EPSILON = 1e-6;
  private static final AdamSettings ADAM = AdamSettings.withEpsilon(EPSILON);

  private final FlatParameters parameters =
      FlatParameters.allocate(
          List.of(
              new Parameter(
                  "p", ParameterKind.WEIGHT_MATRIX, Depth.head(), List.of((long) LENGTH))));
  private final SplittableRandom random = new SplittableRandom(3);

  /** How one value changes in step {@code t}, counted from 1; a fresh one for each value. */
  private interface Naive {
    double next(int t, double rate, double p, double g);
  }

  private interface NaiveSource {
    Naive startingAt(double p);
  }

  private void randomize(INDArray array) {
    double[] numbers = random.doubles(array.length(), -1, 1).toArray();
    array.assign(Nd4j.createFromArray(numbers).castTo(array.dataType()));
  }

  private void agrees(UpdateRule rule, NaiveSource source) {
    randomize(parameters.values());
    List<ParameterGroup> groups =
        List.of(new ParameterGroup("all", RATE, DECAY, parameters.segments()));
    BlockOptimizer optimizer = new BlockOptimizer(rule, parameters, groups);
    double[] expected = parameters.value("p").toDoubleVector();
    List<Naive> naive = new ArrayList<>();
    for (double value : expected) {
      naive.add(source.startingAt(value));
    }
    for (int t = 1; t <= STEPS; t++) {
      randomize(parameters.gradients());
      double factor = (t - 1.0) / STEPS; // the first rate is 0, as after a warm-up's start
      double[] gradients = parameters.gradient("p").toDoubleVector();
      optimizer.step(factor, 1);
      for (int i = 0; i < LENGTH; i++) {
        expected[i] = naive.get(i).next(t, RATE * factor, expected[i], gradients[i]);
      }
    }
    double[] actual = parameters.value("p").toDoubleVector();
    for (int i = 0; i < LENGTH; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(3e-6));
    }
  }

  private static final class NaiveRectifiedAdam implements Naive {
    private final boolean original;
    private double m;
    private double v;

    NaiveRectifiedAdam(boolean original) {
      this.original = original;
    }

    @Override
    public double next(int t, double rate, double p, double g) {
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      double longest = 2 / (1 - 0.999) - 1;
      double length = longest - 2 * t * Math.pow(0.999, t) / (1 - Math.pow(0.999, t));
      double mean = m / (1 - Math.pow(0.9, t));
      double decayed = p * (1 - rate * DECAY);
      if (length > 5) {
        double r =
            Math.sqrt(
                (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
        double trust = Math.sqrt(1 - Math.pow(0.999, t)) / (Math.sqrt(v) + EPSILON);
        return decayed - rate * r * mean * trust;
      }
      return original ? p : decayed - rate * mean;
    }
  }

  @Test
  void radamFollowsTorch() {
    agrees(new RectifiedAdam(ADAM, Variant.TORCH), p -> new NaiveRectifiedAdam(false));
  }

  @Test
  void radamMayWaitLikeTheOriginal() {
    agrees(new RectifiedAdam(ADAM, Variant.ORIGINAL), p -> new NaiveRectifiedAdam(true));
  }

  private static final class NaiveMadGrad implements Naive {
    private final double start;
    private double sum;
    private double squares;

    NaiveMadGrad(double start) {
      this.start = start;
    }

    @Override
    public double next(int t, double rate, double p, double g) {
      double gradient = g + DECAY * p;
      double lambda = (rate == 0 ? 0 : rate + EPSILON) * Math.sqrt(t);
      sum += lambda * gradient;
      squares += lambda * gradient * gradient;
      double z = start - sum / (Math.cbrt(squares) + EPSILON);
      return 0.9 * p + 0.1 * z;
    }
  }

  @Test
  void madgradFollowsItsFormula() {
    agrees(new MadGrad(0.9, EPSILON), NaiveMadGrad::new);
  }

  private static final class NaiveDescent implements Naive {
    private double velocity;

    @Override
    public double next(int t, double rate, double p, double g) {
      velocity = 0.8 * velocity + g + DECAY * p;
      return p - rate * velocity;
    }
  }

  @Test
  void momentumDescentFollowsTorch() {
    agrees(new MomentumDescent(0.8), p -> new NaiveDescent());
  }

  private static final class NaiveLookahead implements Naive {
    private final Naive inner;
    private double slow;

    NaiveLookahead(Naive inner, double start) {
      this.inner = inner;
      this.slow = start;
    }

    @Override
    public double next(int t, double rate, double p, double g) {
      double fast = inner.next(t, rate, p, g);
      if (t % 4 != 0) {
        return fast;
      }
      slow += 0.3 * (fast - slow);
      return slow;
    }
  }

  @Test
  void lookaheadWrapsAnyRule() {
    agrees(
        new Lookahead(new MomentumDescent(0.8), 4, 0.3),
        p -> new NaiveLookahead(new NaiveDescent(), p));
    agrees(
        new Lookahead(new MadGrad(0.9, EPSILON), 4, 0.3),
        p -> new NaiveLookahead(new NaiveMadGrad(p), p));
  }

  private static final class NaivePrior implements Naive {
    private final Naive inner;
    private final double start;

    NaivePrior(Naive inner, double start) {
      this.inner = inner;
      this.start = start;
    }

    @Override
    public double next(int t, double rate, double p, double g) {
      // The naive descent decays by adding to the gradient, which is taken back here.
      double pulled = p - rate * DECAY * (p - start);
      return inner.next(t, rate, pulled, g - DECAY * pulled);
    }
  }

  @Test
  void priorDecayLeadsBackToTheStart() {
    agrees(new PriorDecay(new MomentumDescent(0.8)), p -> new NaivePrior(new NaiveDescent(), p));
  }

  private static final class NaiveNd4jAdam implements Naive {
    private double m;
    private double v;

    @Override
    public double next(int t, double rate, double p, double g) {
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      double corrected = Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
      double update = rate * corrected * m / (Math.sqrt(v) + Adam.DEFAULT_ADAM_EPSILON);
      return p - update - rate * DECAY * p;
    }
  }

  @Test
  void updatersOfNd4jDoWhatTheyDoThere() {
    agrees(new Nd4jUpdaterRule(new Adam()), p -> new NaiveNd4jAdam());
    agrees(
        new Lookahead(new Nd4jUpdaterRule(new Adam()), 4, 0.3),
        p -> new NaiveLookahead(new NaiveNd4jAdam(), p));
  }

  @Test
  void exponentialAveragingFollowsTheWeightsFromTheirStart() {
    randomize(parameters.values());
    double[] average = parameters.values().toDoubleVector();
    List<ParameterGroup> groups =
        List.of(new ParameterGroup("all", RATE, DECAY, parameters.segments()));
    BlockOptimizer optimizer =
        new BlockOptimizer(new ExponentialAveraging(new AdamW(ADAM), 0.8), parameters, groups);
    assertThat(optimizer.average()).isEmpty();
    for (int t = 1; t <= STEPS; t++) {
      randomize(parameters.gradients());
      optimizer.step(1, 1);
      double[] values = parameters.values().toDoubleVector();
      double[] actual = optimizer.average().orElseThrow().toDoubleVector();
      for (int i = 0; i < LENGTH; i++) {
        average[i] = 0.8 * average[i] + 0.2 * values[i];
        assertThat(actual[i]).isCloseTo(average[i], within(1e-6));
      }
    }
  }

  @Test
  void averagingMayTakeTheEndsOfEpochsOnly() {
    WeightAveraging epochs = new WeightAveraging(new AdamW(ADAM), 5, 4);
    assertThat(epochs.members(7)).isZero();
    assertThat(epochs.members(8)).isEqualTo(1);
    assertThat(epochs.members(12)).isEqualTo(2);
    randomize(parameters.values());
    List<ParameterGroup> groups =
        List.of(new ParameterGroup("all", RATE, DECAY, parameters.segments()));
    BlockOptimizer optimizer = new BlockOptimizer(epochs, parameters, groups);
    INDArray sum = Nd4j.zeros(parameters.values().shape());
    for (int t = 1; t <= 14; t++) {
      randomize(parameters.gradients());
      optimizer.step(1, 1);
      if (t == 8 || t == 12) {
        sum.addi(parameters.values());
      }
    }
    INDArray difference = optimizer.average().orElseThrow().sub(sum.div(2));
    assertThat(difference.amaxNumber().doubleValue()).isLessThan(1e-6);
  }

  @Test
  void averagingKeepsTheMeanOfTheLastStepsAndLeavesTrainingAlone() {
    randomize(parameters.values());
    INDArray start = parameters.values().dup();
    List<ParameterGroup> groups =
        List.of(new ParameterGroup("all", RATE, DECAY, parameters.segments()));
    BlockOptimizer plain = new BlockOptimizer(new AdamW(ADAM), parameters, groups);
    randomize(parameters.gradients());
    INDArray sum = Nd4j.zeros(start.shape());
    for (int t = 1; t <= 7; t++) {
      plain.step(1, 1);
      if (t > 4) {
        sum.addi(parameters.values());
      }
    }
    assertThat(plain.average()).isEmpty();
    INDArray end = parameters.values().dup();
    parameters.values().assign(start);
    BlockOptimizer averaging =
        new BlockOptimizer(new WeightAveraging(new AdamW(ADAM), 4), parameters, groups);
    for (int t = 1; t <= 7; t++) {
      averaging.step(1, 1);
      assertThat(averaging.average().isPresent()).isEqualTo(t > 4);
    }
    assertThat(parameters.values().toFloatVector()).isEqualTo(end.toFloatVector());
    INDArray difference = averaging.average().orElseThrow().sub(sum.div(3));
    assertThat(difference.amaxNumber().doubleValue()).isLessThan(1e-6);
  }

  @Test
  void theCubeRootIsExactToFloatRounding() {
    assertThat(CubeRoot.of(0)).isZero();
    for (double exponent = -36; exponent < 38; exponent += 0.0137) {
      float x = (float) Math.pow(10, exponent);
      assertThat(CubeRoot.of(x) / Math.cbrt(x)).isCloseTo(1, within(1.2e-7));
    }
  }

  @Test
  void everyNameIsKnownAndAnUnknownOneIsToldWithThem() {
    OptimizerSettings settings = OptimizerSettings.withEpsilon(EPSILON);
    assertThat(Optimizers.names()).contains("radam", "madgrad", "sgd");
    assertThat(Optimizers.names()).containsAll(Optimizers.namesWithMomentum());
    for (String name : Optimizers.names()) {
      boolean plain = name.equals("nd4j-sgd");
      assertThat(Optimizers.named(name, settings).stateNames().isEmpty()).isEqualTo(plain);
    }
    assertThatThrownBy(() -> Optimizers.named("adma", settings))
        .hasMessageStartingWith("There is no optimizer \"adma\", expected one of adamw, bertadam");
  }

  @Test
  void refusesNumbersThatMakeNoSense() {
    assertThatThrownBy(() -> new MadGrad(1, EPSILON)).hasMessageContaining("expected in [0, 1)");
    assertThatThrownBy(() -> new MadGrad(0, 0)).hasMessageContaining("expected above 0");
    assertThatThrownBy(() -> new MomentumDescent(-1)).hasMessageContaining("expected in [0, 1)");
    UpdateRule rule = new MomentumDescent(0);
    assertThatThrownBy(() -> new Lookahead(rule, 0, 1)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> new WeightAveraging(rule, -1)).hasMessageContaining("at least 0");
    assertThatThrownBy(() -> new Lookahead(rule, 5, 0)).hasMessageContaining("in (0, 1]");
  }
}
