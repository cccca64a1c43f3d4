package org.transformerzoo.zoo.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class InitializationTest {

  private static final Parameter MATRIX = parameter("w", ParameterKind.WEIGHT_MATRIX, 500, 400);

  @Test
  void drawsMatricesFromANormalDistribution() {
    INDArray values = filled(new Initialization(1, 0.02), MATRIX);

    // Four standard errors for 200,000 draws: 0.02·4/√200000 and 0.02·4/√400000.
    assertThat(values.meanNumber().doubleValue()).isCloseTo(0, within(1.8e-4));
    assertThat(values.stdNumber().doubleValue()).isCloseTo(0.02, within(1.3e-4));
  }

  @Test
  void startsNormsAsTheIdentityAndBiasesAtZero() {
    Initialization initialization = new Initialization(1, 0.02);
    assertThat(filled(initialization, parameter("g", ParameterKind.NORM_GAIN, 3)).toFloatVector())
        .containsOnly(1f);
    assertThat(filled(initialization, parameter("b", ParameterKind.NORM_BIAS, 3)).toFloatVector())
        .containsOnly(0f);
    assertThat(filled(initialization, parameter("b", ParameterKind.BIAS, 3)).toFloatVector())
        .containsOnly(0f);
  }

  @Test
  void dependsOnTheSeedAndTheNameAlone() {
    INDArray reference = filled(new Initialization(1, 0.02), MATRIX);

    assertThat(filled(new Initialization(1, 0.02), MATRIX)).isEqualTo(reference);
    assertThat(filled(new Initialization(2, 0.02), MATRIX)).isNotEqualTo(reference);
    assertThat(
            filled(
                new Initialization(1, 0.02),
                parameter("other", ParameterKind.WEIGHT_MATRIX, 500, 400)))
        .isNotEqualTo(reference);
  }

  private static INDArray filled(Initialization initialization, Parameter parameter) {
    INDArray values = Nd4j.valueArrayOf(parameter.dimensions(), 7f);
    initialization.fill(parameter, values);
    return values;
  }

  private static Parameter parameter(String name, ParameterKind kind, long... shape) {
    List<Long> dimensions = java.util.Arrays.stream(shape).boxed().toList();
    return new Parameter(name, kind, Depth.head(), dimensions);
  }
}
