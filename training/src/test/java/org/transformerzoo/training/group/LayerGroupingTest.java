package org.transformerzoo.training.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;

class LayerGroupingTest {

  private static final double RATE = 2e-5;

  private static Parameter parameter(String name, ParameterKind kind, Depth depth) {
    return new Parameter(name, kind, depth, List.of(2L, 3L));
  }

  /** As many layers as asked for in each stack; names that mislead on purpose. */
  private static FlatParameters model(int encoders, int decoders) {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(parameter("table.bias", ParameterKind.EMBEDDING, Depth.embeddings()));
    parameters.add(parameter("layer_norm", ParameterKind.NORM_GAIN, Depth.embeddings()));
    for (int i = 0; i < encoders; i++) {
      parameters.add(parameter("e" + i, ParameterKind.WEIGHT_MATRIX, Depth.encoderLayer(i)));
      parameters.add(parameter("q" + i, ParameterKind.QUERY_BIAS, Depth.encoderLayer(i)));
    }
    for (int i = 0; i < decoders; i++) {
      parameters.add(parameter("d" + i, ParameterKind.WEIGHT_MATRIX, Depth.decoderLayer(i)));
      parameters.add(parameter("n" + i, ParameterKind.NORM_GAIN, Depth.decoderLayer(i)));
    }
    parameters.add(parameter("pooler", ParameterKind.WEIGHT_MATRIX, Depth.pooler()));
    parameters.add(parameter("classifier", ParameterKind.WEIGHT_MATRIX, Depth.head()));
    parameters.add(parameter("shift", ParameterKind.BIAS, Depth.head()));
    return FlatParameters.allocate(parameters);
  }

  private static ParameterGroup groupOf(String name, List<ParameterGroup> groups) {
    return groups.stream()
        .filter(g -> g.segments().stream().anyMatch(s -> s.parameter().name().equals(name)))
        .findFirst()
        .orElseThrow();
  }

  private static LayerDecayGrouping decay(OptionalDouble head) {
    return new LayerDecayGrouping(RATE, 0.01, 0.9, head);
  }

  @Test
  void twelveLayersMakeTwentySevenGroups() {
    List<ParameterGroup> groups = decay(OptionalDouble.empty()).groups(model(12, 0));
    assertThat(groups).hasSize(27);
    assertThat(groups.get(0).name()).isEqualTo("head and pooler");
    assertThat(groups.get(0).segments()).hasSize(3);
    assertThat(groups.get(0).weightDecay()).isZero();
    assertThat(groups.get(0).learningRate()).isEqualTo(RATE);
    assertThat(groups.get(1).name()).isEqualTo("layer 11, with decay");
    assertThat(groups.get(26).name()).isEqualTo("embeddings, without decay");
  }

  @Test
  void theRateFallsFromLayerToLayer() {
    List<ParameterGroup> groups = decay(OptionalDouble.of(1e-3)).groups(model(12, 0));
    assertThat(groupOf("classifier", groups).learningRate()).isEqualTo(1e-3);
    assertThat(groupOf("e11", groups).learningRate()).isCloseTo(RATE * 0.9, within(1e-18));
    assertThat(groupOf("e0", groups).learningRate())
        .isCloseTo(RATE * Math.pow(0.9, 12), within(1e-18));
    assertThat(groupOf("table.bias", groups).learningRate())
        .isCloseTo(RATE * Math.pow(0.9, 13), within(1e-18));
  }

  @Test
  void whatAParameterIsDecidesOnDecay() {
    List<ParameterGroup> groups = decay(OptionalDouble.empty()).groups(model(2, 0));
    assertThat(groupOf("table.bias", groups).weightDecay()).isEqualTo(0.01);
    assertThat(groupOf("layer_norm", groups).weightDecay()).isZero();
    assertThat(groupOf("q1", groups).weightDecay()).isZero();
  }

  @Test
  void aDecoderLiesAboveItsEncoder() {
    List<ParameterGroup> groups = decay(OptionalDouble.empty()).groups(model(2, 2));
    List<String> topFirst = List.of("d1", "d0", "e1", "e0");
    for (int i = 0; i < topFirst.size(); i++) {
      assertThat(groupOf(topFirst.get(i), groups).learningRate())
          .isCloseTo(RATE * Math.pow(0.9, i + 1), within(1e-18));
    }
    assertThat(groupOf("d0", groups).name()).isEqualTo("decoder layer 0, with decay");
  }

  @Test
  void bandsAreThirdsOfTheLayers() {
    List<ParameterGroup> groups =
        new LayerBandGrouping(RATE, 0.01, LayerBandGrouping.thirds(2.6), OptionalDouble.of(1e-3))
            .groups(model(12, 0));
    assertThat(groupOf("e3", groups).learningRate()).isCloseTo(RATE / 2.6, within(1e-18));
    assertThat(groupOf("e4", groups).learningRate()).isEqualTo(RATE);
    assertThat(groupOf("e7", groups).learningRate()).isEqualTo(RATE);
    assertThat(groupOf("e8", groups).learningRate()).isCloseTo(RATE * 2.6, within(1e-18));
    assertThat(groupOf("table.bias", groups).learningRate()).isEqualTo(RATE);
    assertThat(groupOf("shift", groups).learningRate()).isEqualTo(1e-3);
    assertThat(groupOf("classifier", groups).weightDecay()).isEqualTo(0.01);
    assertThat(groups.stream().mapToLong(ParameterGroup::size).sum()).isEqualTo(29 * 6);
  }

  @Test
  void thereAreNoMoreBandsThanLayers() {
    LayerBandGrouping thirds =
        new LayerBandGrouping(RATE, 0, LayerBandGrouping.thirds(2), OptionalDouble.empty());
    assertThat(thirds.groups(model(2, 1))).isNotEmpty();
    assertThatThrownBy(() -> thirds.groups(model(2, 0)))
        .hasMessageStartingWith(
            "layer-bands is 3 bands, expected at most the 2 layers of the model");
  }

  private static List<String> trained(String freezing, FlatParameters parameters) {
    return new FreezingGrouping(
            decay(OptionalDouble.empty()), Freezing.parse(freezing).orElseThrow())
        .groups(parameters).stream()
            .flatMap(group -> group.segments().stream())
            .map(segment -> segment.parameter().name())
            .sorted()
            .toList();
  }

  @Test
  void whatIsFrozenIsInNoGroup() {
    FlatParameters parameters = model(2, 1);
    assertThat(trained("embeddings", parameters))
        .containsExactly("classifier", "d0", "e0", "e1", "n0", "pooler", "q0", "q1", "shift");
    assertThat(trained("1", parameters)).doesNotContain("e0", "q0", "table.bias").contains("e1");
    assertThat(trained("3", parameters)).containsExactly("classifier", "pooler", "shift");
    assertThat(trained("body", parameters)).containsExactly("classifier", "pooler", "shift");
    assertThatThrownBy(() -> trained("4", parameters))
        .hasMessage("freeze is 4 layers, expected at most the 3 of the model");
    assertThat(Freezing.parse("0")).isEmpty();
    assertThat(Freezing.parse("3").orElseThrow().text()).isEqualTo("3");
    assertThat(Freezing.parse("body").orElseThrow().text()).isEqualTo("body");
  }

  @Test
  void theHeadMayBeSparedDecay() {
    List<ParameterGroup> groups =
        new HeadWithoutDecay(new DecayGrouping(RATE, 0.01, OptionalDouble.empty()))
            .groups(model(1, 0));
    assertThat(groupOf("classifier", groups).weightDecay()).isZero();
    assertThat(groupOf("classifier", groups).name()).isEqualTo("with decay, head spared");
    assertThat(groupOf("pooler", groups).weightDecay()).isEqualTo(0.01);
    assertThat(groupOf("e0", groups).weightDecay()).isEqualTo(0.01);
    assertThat(groups).hasSize(3);
  }

  @Test
  void theTableShowsEveryGroupAndWhatIsFrozen() {
    FlatParameters parameters = model(1, 0);
    List<ParameterGroup> groups = decay(OptionalDouble.empty()).groups(parameters);
    String table = GroupTable.of(parameters, groups.subList(0, 3));
    assertThat(table.lines()).hasSize(5);
    assertThat(table.lines().toList().get(2))
        .matches("layer 0, with decay +6 +1\\.80e-05 +0\\.0100");
    assertThat(table).containsPattern("frozen +12 +- +-");
  }

  @Test
  void refusesFactorsThatAreNotAboveZero() {
    assertThatThrownBy(() -> new LayerDecayGrouping(1, 0, 0, OptionalDouble.empty()))
        .hasMessage("factor is 0.0, expected above 0");
    assertThatThrownBy(() -> new LayerBandGrouping(1, 0, List.of(-1.0), OptionalDouble.empty()))
        .hasMessage("factors are [-1.0], expected each above 0");
  }
}
