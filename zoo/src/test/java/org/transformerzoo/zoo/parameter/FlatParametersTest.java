package org.transformerzoo.zoo.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class FlatParametersTest {

  private static final Parameter FIRST =
      new Parameter("first", ParameterKind.WEIGHT_MATRIX, Depth.head(), List.of(3L, 5L));
  private static final Parameter SECOND =
      new Parameter("second", ParameterKind.BIAS, Depth.head(), List.of(7L));

  private final FlatParameters parameters = FlatParameters.allocate(List.of(FIRST, SECOND));

  @Test
  void aValueIsAViewOfTheFlatBuffer() {
    parameters.value("second").assign(2);

    long offset = parameters.segment("second").offset();
    assertThat(parameters.values().getFloat(offset)).isEqualTo(2f);
    assertThat(parameters.values().getFloat(offset + 6)).isEqualTo(2f);
    assertThat(parameters.values().sumNumber().doubleValue()).isEqualTo(14.0);
  }

  @Test
  void segmentsBeginOnCacheLines() {
    assertThat(parameters.segments())
        .allSatisfy(segment -> assertThat(segment.offset() % 16).isZero());
    assertThat(parameters.values().length()).isEqualTo(32);
  }

  @Test
  void gradientsAreLaidOutLikeValues() {
    parameters.gradient("first").putScalar(new long[] {2, 4}, 9f);

    assertThat(parameters.gradients().getFloat(14)).isEqualTo(9f);
  }

  @Test
  void aPartIsTheSameMemoryUnderAnotherName() {
    FlatParameters part = parameters.part(Map.of("other", "second"));
    part.value("other").assign(3);
    part.gradient("other").assign(4);

    assertThat(part.parameters()).extracting(Parameter::name).containsExactly("other");
    assertThat(parameters.value("second").sumNumber().doubleValue()).isEqualTo(21);
    assertThat(parameters.gradient("second").sumNumber().doubleValue()).isEqualTo(28);
    assertThat(part.gradients()).isSameAs(parameters.gradients());
    assertThatThrownBy(() -> part.value("first")).hasMessage("There is no parameter called first");
  }

  @Test
  void parametersCanBeAPartOfSomebodyElsesMemory() {
    INDArray whole = Nd4j.zeros(DataType.FLOAT, 1, 100);
    INDArray slopes = Nd4j.zeros(DataType.FLOAT, 1, 100);
    FlatParameters part =
        FlatParameters.on(List.of(FIRST, SECOND), middle(whole)).withGradients(middle(slopes));
    part.value("second").assign(2);
    part.gradient("first").assign(3);
    whole.putScalar(0, 30, 9);

    assertThat(part.segment("second").offset()).isEqualTo(15);
    assertThat(whole.getFloat(0, 44)).isZero();
    assertThat(whole.getFloat(0, 45)).isEqualTo(2f);
    assertThat(whole.getFloat(0, 51)).isEqualTo(2f);
    assertThat(whole.getFloat(0, 52)).isZero();
    assertThat(part.value("first").getFloat(0, 0)).isEqualTo(9f);
    assertThat(slopes.getFloat(0, 29)).isZero();
    assertThat(slopes.sumNumber().doubleValue()).isEqualTo(45);
    assertThat(part.gradients().getFloat(14)).isEqualTo(3f);
  }

  /** Room for both parameters. */
  private static INDArray middle(INDArray whole) {
    return whole.reshape(100).get(NDArrayIndex.interval(30, 52));
  }

  @Test
  void refusesMemoryThatDoesNotFit() {
    assertThatThrownBy(() -> FlatParameters.on(List.of(FIRST), Nd4j.zeros(DataType.DOUBLE, 15)))
        .hasMessageContaining("DOUBLE")
        .hasMessageContaining("expected 15 floats side by side");
    INDArray column = Nd4j.zeros(DataType.FLOAT, 15, 2).getColumn(0);
    assertThatThrownBy(() -> FlatParameters.on(List.of(FIRST), column))
        .hasMessageContaining("stride 2");
  }

  @Test
  void refusesTwoParametersOfOneName() {
    assertThatThrownBy(() -> FlatParameters.allocate(List.of(FIRST, FIRST)))
        .hasMessageContaining("first");
  }
}
