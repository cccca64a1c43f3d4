package org.transformerzoo.training.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;

class DecayGroupingTest {

  /** The names mislead on purpose: what a parameter is counts, not what it is called. */
  private final FlatParameters parameters =
      FlatParameters.allocate(
          List.of(
              parameter("table.bias", ParameterKind.EMBEDDING, Depth.embeddings()),
              parameter("gain.weight", ParameterKind.NORM_GAIN, Depth.embeddings()),
              parameter("matrix", ParameterKind.WEIGHT_MATRIX, Depth.encoderLayer(0)),
              parameter("shift", ParameterKind.NORM_BIAS, Depth.encoderLayer(0)),
              parameter("pooler", ParameterKind.WEIGHT_MATRIX, Depth.pooler()),
              parameter("head", ParameterKind.WEIGHT_MATRIX, Depth.head()),
              parameter("headShift", ParameterKind.BIAS, Depth.head())));

  private static Parameter parameter(String name, ParameterKind kind, Depth depth) {
    return new Parameter(name, kind, depth, List.of(2L, 3L));
  }

  private static List<String> names(ParameterGroup group) {
    return group.segments().stream().map(segment -> segment.parameter().name()).toList();
  }

  @Test
  void matricesAndTablesDecayBiasesAndNormsDoNot() {
    List<ParameterGroup> groups =
        new DecayGrouping(2e-5, 0.01, OptionalDouble.empty()).groups(parameters);
    assertThat(groups).hasSize(2);
    assertThat(names(groups.get(0))).containsExactly("table.bias", "matrix", "pooler", "head");
    assertThat(groups.get(0).weightDecay()).isEqualTo(0.01);
    assertThat(names(groups.get(1))).containsExactly("gain.weight", "shift", "headShift");
    assertThat(groups.get(1).weightDecay()).isZero();
    assertThat(groups.get(1).size()).isEqualTo(18);
    assertThat(groups).allMatch(group -> group.learningRate() == 2e-5);
  }

  @Test
  void theHeadMayHaveItsOwnLearningRate() {
    List<ParameterGroup> groups =
        new DecayGrouping(2e-5, 0.01, OptionalDouble.of(1e-3)).groups(parameters);
    assertThat(groups)
        .extracting(ParameterGroup::name)
        .containsExactly(
            "body, with decay", "body, without decay", "head, with decay", "head, without decay");
    assertThat(names(groups.get(2))).containsExactly("head");
    assertThat(groups.get(3).learningRate()).isEqualTo(1e-3);
  }

  @Test
  void refusesNegativeNumbers() {
    assertThatThrownBy(() -> new ParameterGroup("g", -1, 0, List.of()))
        .hasMessage("learningRate is -1.0, expected at least 0");
    assertThatThrownBy(() -> new ParameterGroup("g", 1, Double.NaN, List.of()))
        .hasMessage("weightDecay is NaN, expected at least 0");
  }
}
