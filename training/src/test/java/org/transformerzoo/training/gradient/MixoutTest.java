package org.transformerzoo.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.training.gradient.MixoutSettings.Gradient;
import org.transformerzoo.training.gradient.MixoutSettings.Mask;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;

class MixoutTest {

  private static final int OUT = 96;
  private static final int IN = 120;

  private final FlatParameters parameters =
      FlatParameters.allocate(
          List.of(
              matrix("linear", ParameterKind.LINEAR_WEIGHT),
              matrix("bias", ParameterKind.BIAS),
              matrix("table", ParameterKind.EMBEDDING),
              matrix("other", ParameterKind.LINEAR_WEIGHT),
              matrix("q", ParameterKind.INPUT_PROJECTION),
              matrix("o", ParameterKind.OUTPUT_PROJECTION)));

  private static Parameter matrix(String name, ParameterKind kind) {
    return new Parameter(name, kind, Depth.head(), List.of((long) OUT, (long) IN));
  }

  @BeforeEach
  void beginWithTens() {
    parameters.values().assign(10);
  }

  /** Mixout that began with tens, on weights that are now 20. */
  private Mixout trained(double probability, Mask mask, Gradient gradient) {
    parameters.values().assign(10);
    Mixout mixout = new Mixout(new MixoutSettings(probability, mask, gradient, true), parameters);
    parameters.values().assign(20);
    return mixout;
  }

  private static RandomKey key(long pass) {
    return new RandomKey(1, "mixout", pass);
  }

  private double[][] mixed(Mixout mixout, String name, long pass) {
    mixout.mix(key(pass));
    double[][] values = parameters.value(name).toDoubleMatrix();
    mixout.restore();
    return values;
  }

  @ParameterizedTest
  @EnumSource(Mask.class)
  void aWeightIsItsStartOrMovedOnSoThatTheMeanStays(Mask mask) {
    double p = 0.3;
    Mixout mixout = trained(p, mask, Gradient.EXACT);
    double moved = 10 + 10 / (1 - p);
    double sum = 0;
    long kept = 0;
    int passes = 60;
    for (int pass = 0; pass < passes; pass++) {
      for (double[] row : mixed(mixout, "linear", pass)) {
        for (double value : row) {
          assertThat(value == 10 || Math.abs(value - moved) < 1e-5).isTrue();
          sum += value;
          kept += value == 10 ? 0 : 1;
        }
      }
    }
    // Four standard errors; rows of a shared mask are no independent draws.
    double draws = passes * IN * (mask == Mask.SHARED_ROW ? 1.0 : OUT);
    double bound = 4 * Math.sqrt(p * (1 - p) / draws);
    double count = (double) passes * IN * OUT;
    assertThat(kept / count).isCloseTo(1 - p, within(bound));
    assertThat(sum / count).isCloseTo(20, within(bound * 10 / (1 - p)));
  }

  @Test
  void aSharedMaskIsTheSameForAllOutputsOfAFeature() {
    Mixout mixout = trained(0.5, Mask.SHARED_ROW, Gradient.EXACT);
    double[][] linear = mixed(mixout, "linear", 0);
    for (double[] row : linear) {
      assertThat(row).isEqualTo(linear[0]);
    }
    assertThat(linear[0]).contains(10).contains(30);
    double[][] output = mixed(mixout, "o", 0);
    assertThat(output[1]).isEqualTo(output[0]);
    // Of q the rows are the features.
    double[][] projection = mixed(mixout, "q", 0);
    for (double[] row : projection) {
      assertThat(row).containsOnly(row[0]);
    }
    assertThat(List.of(projection)).anyMatch(row -> row[0] == 10).anyMatch(row -> row[0] != 10);
  }

  @ParameterizedTest
  @EnumSource(Mask.class)
  void masksDifferBetweenPassesAndMatricesAndRepeatForEqualKeys(Mask mask) {
    Mixout mixout = trained(0.5, mask, Gradient.EXACT);
    double[][] first = mixed(mixout, "linear", 0);
    assertThat(mixed(mixout, "linear", 1)).isNotEqualTo(first);
    assertThat(mixed(mixout, "other", 0)).isNotEqualTo(first);
    assertThat(mixed(mixout, "linear", 0)).isEqualTo(first);
  }

  @ParameterizedTest
  @EnumSource(Mask.class)
  void biasesAndTablesAreLeftAloneAndAllIsPutBack(Mask mask) {
    Mixout mixout = trained(0.5, mask, Gradient.EXACT);
    mixout.mix(key(0));
    for (String name : List.of("bias", "table")) {
      assertThat(parameters.value(name).sub(20).amaxNumber().doubleValue()).isZero();
    }
    mixout.restore();
    assertThat(parameters.values().minNumber().doubleValue()).isEqualTo(20);
    assertThat(parameters.values().maxNumber().doubleValue()).isEqualTo(20);
  }

  @Test
  void nothingAndEverythingCanBeReplaced() {
    Mixout nothing = trained(0, Mask.ELEMENTWISE, Gradient.EXACT);
    assertThat(mixed(nothing, "linear", 0)[3]).containsOnly(20);
    for (Mask mask : Mask.values()) {
      Mixout everything = trained(1, mask, Gradient.EXACT);
      assertThat(mixed(everything, "linear", 0)[3]).containsOnly(10);
      parameters.gradients().assign(1);
      everything.backward(key(0));
      assertThat(parameters.gradient("linear").amaxNumber().doubleValue()).isZero();
      assertThat(parameters.gradient("bias").minNumber().doubleValue()).isEqualTo(1);
    }
  }

  /** loss = Σ c·w² on the mixture, whose derivative is compared with central differences. */
  @ParameterizedTest
  @EnumSource(Mask.class)
  void theExactGradientIsThatOfTheMixture(Mask mask) {
    Mixout exact = trained(0.4, mask, Gradient.EXACT);
    SplittableRandom random = new SplittableRandom(5);
    INDArray factors = Nd4j.createFromArray(random.doubles((long) OUT * IN, -1, 1).toArray());
    INDArray c = factors.reshape(OUT, IN).castTo(parameters.values().dataType());
    GradientComputation quadratic =
        (inputs, weight, pass) -> {
          INDArray w = parameters.value("linear");
          parameters.gradient("linear").assign(c.mul(w).mul(2 * weight));
          return c.mul(w).mul(w).castTo(DataType.DOUBLE).sumNumber().doubleValue();
        };
    MixoutGradients gradients = new MixoutGradients(quadratic, exact, parameters, 9);
    GradientComputation.Pass pass = new GradientComputation.Pass(3, true);
    gradients.accumulate(Map.of(), 1, pass);
    INDArray analytic = parameters.gradient("linear").dup();
    for (long[] at : new long[][] {{0, 0}, {5, 7}, {OUT - 1, IN - 1}, {40, 11}, {9, 50}}) {
      INDArray w = parameters.value("linear");
      float before = w.getFloat(at);
      w.putScalar(at, before + 1);
      double up = gradients.accumulate(Map.of(), 1, pass);
      w.putScalar(at, before - 1);
      double down = gradients.accumulate(Map.of(), 1, pass);
      w.putScalar(at, before);
      double numeric = (up - down) / 2; // exact for a quadratic, up to rounding
      assertThat(analytic.getDouble(at)).isCloseTo(numeric, within(0.05));
    }
  }

  @Test
  void laterMicroBatchesAddTheirOwnMaskedGradients() {
    Mixout mixout = trained(0.5, Mask.ELEMENTWISE, Gradient.REFERENCE);
    GradientComputation ones =
        (inputs, weight, pass) -> {
          (pass.first() ? parameters.gradients().assign(0) : parameters.gradients()).addi(weight);
          return 0;
        };
    MixoutGradients gradients = new MixoutGradients(ones, mixout, parameters, 9);
    gradients.accumulate(Map.of(), 1, new GradientComputation.Pass(0, true));
    INDArray first = parameters.gradient("linear").dup();
    gradients.accumulate(Map.of(), 2, new GradientComputation.Pass(1, false));
    INDArray second = parameters.gradient("linear").sub(first);
    for (float value : second.dup().data().asFloat()) {
      assertThat(value == 0 || value == 2).isTrue();
    }
    assertThat(first.meanNumber().doubleValue()).isCloseTo(0.5, within(0.02));
    assertThat(second.meanNumber().doubleValue()).isCloseTo(1, within(0.04));
    assertThat(parameters.gradient("bias").minNumber().doubleValue()).isEqualTo(3);
  }

  @Test
  void refusesWhatIsNoProbability() {
    assertThatThrownBy(() -> new MixoutSettings(1.1, Mask.ELEMENTWISE, Gradient.EXACT, false))
        .hasMessage("probability is 1.1, expected a number in [0, 1]");
  }
}
