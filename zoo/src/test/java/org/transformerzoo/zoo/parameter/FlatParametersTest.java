package org.transformerzoo.zoo.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
  void refusesTwoParametersOfOneName() {
    assertThatThrownBy(() -> FlatParameters.allocate(List.of(FIRST, FIRST)))
        .hasMessageContaining("first");
  }
}
