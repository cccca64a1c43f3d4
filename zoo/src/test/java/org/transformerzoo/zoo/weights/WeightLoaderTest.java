package org.transformerzoo.zoo.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;
import org.transformerzoo.zoo.weights.WeightMapping.Candidate;
import org.transformerzoo.zoo.weights.WeightMapping.Row;

/** Loading fills what fits, and says what does not. */
class WeightLoaderTest {

  private static final Parameter TABLE =
      new Parameter("bert.table", ParameterKind.EMBEDDING, Depth.embeddings(), List.of(4L, 2L));
  private static final Parameter POOLER =
      new Parameter("bert.pooler", ParameterKind.BIAS, Depth.pooler(), List.of(2L));
  private static final Parameter HEAD =
      new Parameter("head", ParameterKind.WEIGHT_MATRIX, Depth.head(), List.of(3L, 2L));

  private final FlatParameters parameters = FlatParameters.allocate(List.of(TABLE, POOLER, HEAD));
  private final WeightMapping mapping =
      TransformersNames.mapping(
          "bert.",
          parameters.parameters(),
          Map.of("bert.table", List.of("decoder")),
          List.of(TransformersNames.POSITION_IDS));
  private final INDArray table = counting(4, 2);
  private final MemorySource source =
      new MemorySource()
          .with("bert.table", table)
          .with("bert.pooler", Nd4j.createFromArray(8f, 9f))
          .with("head", counting(3, 2));

  @Test
  void everyParameterIsFilled() {
    LoadReport report = load(LoadPolicy.strict());
    assertThat(report.loaded()).containsExactly("bert.table", "bert.pooler", "head");
    assertThat(report.toInitialize()).isEmpty();
    assertThat(parameters.value("bert.table")).isEqualTo(table);
    assertThat(parameters.value("bert.pooler")).isEqualTo(Nd4j.createFromArray(8f, 9f));
    assertThat(parameters.value("head")).isEqualTo(counting(3, 2));
  }

  @Test
  void otherDialectsAreFound() {
    source.without("bert.table").with("table", table);
    load(LoadPolicy.strict());
    assertThat(parameters.value("bert.table")).isEqualTo(table);
  }

  @Test
  void positionNumbersAreIgnored() {
    source.with("bert.embeddings.position_ids", counting(1, 5));
    assertThat(load(LoadPolicy.strict()).unexpected()).isEmpty();
  }

  @Test
  void aTiedTensorMayBeStoredTwice() {
    source.with("decoder", table.dup());
    assertThat(load(LoadPolicy.strict()).unexpected()).isEmpty();
  }

  @Test
  void aTiedTensorMayBeStoredUnderItsAliasOnly() {
    source.without("bert.table").with("decoder", table);
    load(LoadPolicy.strict());
    assertThat(parameters.value("bert.table")).isEqualTo(table);
  }

  @Test
  void copiesThatDifferInOneBitAreRefused() {
    INDArray other = table.dup();
    other.putScalar(5, Math.nextUp(other.getFloat(5)));
    source.with("decoder", other);
    assertFails(
        LoadPolicy.fineTuning(),
        "memory: bert.table and decoder hold the parameter bert.table twice and must be equal, "
            + "but differ from element 5 on");
  }

  @Test
  void copiesOfAnotherShapeAreRefused() {
    source.with("decoder", counting(2, 4));
    assertFails(
        LoadPolicy.strict(),
        "memory does not fit the model under the strict policy: "
            + "1 of another shape (decoder: found [2, 4], expected [4, 2])");
  }

  @Test
  void strictLoadingNamesAllThatIsWrongAndReadsNothing() {
    source.without("bert.pooler").with("head", counting(2, 2)).with("cls", counting(1, 1));
    assertFails(
        LoadPolicy.strict(),
        "memory does not fit the model under the strict policy: "
            + "1 of 3 parameters missing (bert.pooler), "
            + "1 of another shape (head: found [2, 2], expected [3, 2]), "
            + "1 unexpected tensors (cls)");
    assertThat(source.reads()).isZero();
    assertThat(parameters.values().sumNumber().doubleValue()).isZero();
  }

  @Test
  void fineTuningLeavesHeadAndPoolerToTheCaller() {
    source.without("bert.pooler").with("head", counting(2, 2)).with("cls", counting(1, 1));
    LoadReport report = load(LoadPolicy.fineTuning());
    assertThat(report.loaded()).containsExactly("bert.table");
    assertThat(report.toInitialize()).containsExactly("bert.pooler", "head");
    assertThat(report.unexpected()).containsExactly("cls");
    assertThat(report.summary())
        .isEqualTo(
            "memory: 1 of 3 parameters loaded; 1 missing (bert.pooler); "
                + "1 of another shape (head: found [2, 2], expected [3, 2]); "
                + "1 unexpected tensors left out (cls)");
    assertThat(parameters.value("head").sumNumber().doubleValue()).isZero();
  }

  @Test
  void fineTuningNeedsTheWholeBody() {
    source.without("bert.table");
    assertFails(
        LoadPolicy.fineTuning(),
        "memory does not fit the model under the fine-tuning policy: "
            + "1 of 3 parameters missing (bert.table)");
  }

  @Test
  void fineTuningRefusesABodyOfAnotherShape() {
    source.with("bert.table", counting(5, 2));
    assertFails(
        LoadPolicy.fineTuning(),
        "memory does not fit the model under the fine-tuning policy: "
            + "1 of another shape (bert.table: found [5, 2], expected [4, 2])");
  }

  @Test
  void longListsAreCutShort() {
    for (int i = 0; i < 9; i++) {
      source.with("extra" + i, counting(1, 1));
    }
    assertThatThrownBy(() -> load(LoadPolicy.strict()))
        .hasMessageEndingWith(
            "9 unexpected tensors (extra0, extra1, extra2, extra3, extra4 and 4 more)");
  }

  @Test
  void matricesAreTransposedWhereTheMappingSaysSo() {
    WeightMapping transposing =
        new WeightMapping(
            List.of(
                Row.of("bert.table", List.of("bert.table")),
                Row.of("bert.pooler", List.of("bert.pooler")),
                new Row("head", List.of(new Candidate("kernel", Transform.TRANSPOSE)))),
            List.of());
    source.without("head").with("kernel", counting(3, 2).transpose().dup('c'));
    WeightLoader.load(source, transposing, parameters, LoadPolicy.strict());
    assertThat(parameters.value("head")).isEqualTo(counting(3, 2));
  }

  @Test
  void aParameterWithoutRowIsAFaultOfTheProgram() {
    WeightMapping empty = new WeightMapping(List.of(), List.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WeightLoader.load(source, empty, parameters, LoadPolicy.strict()))
        .withMessageContaining("bert.table");
  }

  private LoadReport load(LoadPolicy policy) {
    return WeightLoader.load(source, mapping, parameters, policy);
  }

  private void assertFails(LoadPolicy policy, String message) {
    assertThatThrownBy(() -> load(policy))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(message);
  }

  private static INDArray counting(int rows, int columns) {
    return Nd4j.arange(1, rows * columns + 1).castTo(DataType.FLOAT).reshape(rows, columns);
  }
}
