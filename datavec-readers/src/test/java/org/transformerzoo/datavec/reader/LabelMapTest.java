package org.transformerzoo.datavec.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.transformerzoo.datavec.InvalidDataException;

class LabelMapTest {

  private static final ExampleLocation PLACE =
      new ExampleLocation(URI.create("file:///data/dev.tsv"), 7);

  @Test
  void namesAreOrderedByTheirCharactersWhateverTheOrderOfTheData() {
    assertThat(LabelMap.of(List.of("pay", "Zoo", "ask", "pay")).names())
        .containsExactly("Zoo", "ask", "pay");
  }

  @Test
  void numbersAreOrderedByValue() {
    assertThat(LabelMap.of(List.of("10", "9", "-1", "0.5")).names())
        .containsExactly("-1", "0.5", "9", "10");
  }

  @Test
  void oneWordAmongNumbersMakesThemNames() {
    assertThat(LabelMap.of(List.of("10", "9", "x")).names()).containsExactly("10", "9", "x");
  }

  @Test
  void aGivenOrderIsKept() {
    LabelMap labels = LabelMap.inOrder(List.of("yes", "no"));

    assertThat(labels.id("no", PLACE)).isEqualTo(1);
    assertThat(labels.name(0)).isEqualTo("yes");
    assertThat(labels.size()).isEqualTo(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMap.inOrder(List.of("yes", "yes")))
        .withMessage("label 'yes' has more than one id");
  }

  @Test
  void labelsOfExamplesAreGathered() {
    List<TextExample> examples =
        List.of(
            new TextExample("a", null, List.of(), List.of("x", "y"), PLACE),
            new TextExample("b", null, List.of(), List.of("w"), PLACE));

    assertThat(LabelMap.ofExamples(examples).names()).containsExactly("w", "x", "y");
  }

  @Test
  void anUnknownLabelIsAnErrorThatTellsThePlaceAndTheKnownOnes() {
    assertThatThrownBy(() -> LabelMap.of(List.of("0", "1")).id("2", PLACE))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("/data/dev.tsv line 7 has the unknown label '2', expected one of [0, 1]");
  }

  @Test
  void ofManyLabelsOnlySomeAreTold() {
    LabelMap many = LabelMap.of(IntStream.range(0, 1000).mapToObj(String::valueOf).toList());

    assertThatThrownBy(() -> many.id("x", PLACE))
        .hasMessageContaining("one of 1000 labels such as [0, 1,")
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(250));
  }

  @Test
  void goesThroughConfigJsonUnchanged() {
    LabelMap labels = LabelMap.of(IntStream.range(0, 12).mapToObj(i -> "l" + i).toList());

    assertThat(labels.toId2Label()).hasSize(12).containsEntry("0", "l0").containsEntry("11", "l9");
    assertThat(LabelMap.fromId2Label(labels.toId2Label())).isEqualTo(labels);
  }

  @Test
  void refusesIdsWithGapsAndNamesUsedTwice() {
    assertThatThrownBy(() -> LabelMap.fromId2Label(Map.of("0", "a", "2", "b")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("id2label has no entry for 1, expected ids 0 to 1");
    assertThatThrownBy(() -> LabelMap.fromId2Label(Map.of("0", "a", "1", "a")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("label 'a' has more than one id");
  }
}
