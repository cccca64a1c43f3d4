package org.transformerzoo.training.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transformerzoo.datavec.reader.ExampleLocation;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.zoo.task.Classification;

class SliceTest {

  private static final List<String> LABELS = List.of("no", "yes");
  private static final Classification TASK = new Classification(LABELS);

  /** Two answers of which the model is sure, and two of which it is not: one of each is wrong. */
  private final List<Observation> observations =
      List.of(
          observation("A late Parcel", "no", 4, 4f, Map.of("shop", "north")),
          observation("it was fine", "yes", -4f, 4, Map.of("shop", "north")),
          observation("late again", "yes", 0.4f, 0, Map.of("shop", "south")),
          observation("fine", "yes", -0.4f, 0, Map.of()));

  private static Observation observation(
      String text, String label, double margin, double extra, Map<String, String> metadata) {
    List<String> words = List.of(text.split(" "));
    TextExample example =
        new TextExample(
            text, null, null, List.of(), List.of(label), new ExampleLocation(null, 1), metadata);
    return new Observation(
        example,
        TaskAnswers.CLASSIFICATION,
        LABELS,
        words.size() + 2,
        new int[0],
        new float[][] {{(float) (margin + extra), (float) extra}},
        new float[] {LABELS.indexOf(label)},
        new float[] {1});
  }

  private static List<String> texts(List<Observation> observations) {
    return observations.stream().map(each -> each.example().text()).toList();
  }

  @Test
  void examplesAreChosenByWhatTheirTextsContain() {
    assertThat(texts(Slice.containing("PARCEL").of(observations))).containsExactly("A late Parcel");
    assertThat(Slice.containing("nowhere").of(observations)).isEmpty();
  }

  @Test
  void byLabelOutcomeAndColumnEachValueIsASlice() {
    assertThat(Slice.byLabel(observations).stream().map(Slice::name))
        .containsExactly("label = no", "label = yes");
    assertThat(Slice.byOutcome(observations).get(0).of(observations)).hasSize(2);
    List<Slice> shops = Slice.byColumn(observations, "shop");
    assertThat(shops.stream().map(Slice::name)).containsExactly("shop = north", "shop = south");
    assertThat(texts(shops.get(1).of(observations))).containsExactly("late again");
    assertThat(Slice.metadataColumns(observations)).containsExactly("shop");
    assertThatThrownBy(() -> Slice.byColumn(observations, "town"))
        .hasMessage("No example has the column \"town\", expected one of [shop]");
  }

  @Test
  void slicesByLengthHoldEachExampleOnce() {
    List<Slice> slices = Slice.byLength(observations, 3);
    List<String> found = new ArrayList<>();
    slices.forEach(slice -> found.addAll(texts(slice.of(observations))));

    assertThat(slices.stream().map(Slice::name))
        .containsExactly("3 to 3 tokens", "4 to 4 tokens", "5 to 5 tokens");
    assertThat(found).containsExactlyInAnyOrderElementsOf(texts(observations));
    assertThat(Slice.byLength(List.of(), 2)).isEmpty();
  }

  private static Observation number(float truth, float predicted) {
    TextExample example =
        new TextExample("a", null, List.of(), List.of("" + truth), new ExampleLocation(null, 1));
    return new Observation(
        example,
        TaskAnswers.REGRESSION,
        List.of("score"),
        3,
        new int[0],
        new float[][] {{predicted}},
        Float.isNaN(truth) ? new float[0] : new float[] {truth},
        new float[] {1});
  }

  @Test
  void numbersAreSlicedByRanges() {
    List<Observation> numbers =
        List.of(
            number(2.5f, 0.25f), number(1, 7), number(Float.NaN, 3), number(1, 2), number(-4, 9));
    List<Slice> byTarget = Slice.byTarget(numbers, 2);
    assertThat(byTarget.stream().map(Slice::name))
        .containsExactly("label from -4 to 1", "label from 2.5 to 2.5");
    assertThat(byTarget.get(0).of(numbers))
        .containsExactly(numbers.get(1), numbers.get(3), numbers.get(4));
    assertThat(byTarget.get(1).of(numbers)).containsExactly(numbers.get(0));
    List<Slice> byPrediction = Slice.byPredictedValue(numbers, 2);
    assertThat(byPrediction.stream().map(Slice::name))
        .containsExactly("predicted from 0.25 to 2", "predicted from 3 to 9");
    assertThat(byPrediction.stream().mapToInt(slice -> slice.of(numbers).size()).sum())
        .isEqualTo(5);
    assertThatThrownBy(() -> Slice.byTarget(numbers, 0))
        .hasMessage("0 slices were asked for, expected at least 1");
  }

  @Test
  void aReportCountsConfusionsAndDistancesOfConfidence() {
    SliceReport report = SliceReport.of(Slice.all(), observations, TASK);
    double sure = 1 / (1 + Math.exp(-4));
    double unsure = 1 / (1 + Math.exp(-0.4));

    assertThat(report.metrics().get("accuracy")).isEqualTo(0.75);
    assertThat(report.confusion().orElseThrow().counts())
        .containsExactly(List.of(1L, 0L), List.of(1L, 2L));
    Calibration calibration = report.calibration().orElseThrow();
    assertThat(calibration.bins().get(9).count()).isEqualTo(2);
    assertThat(calibration.bins().get(9).accuracy()).isEqualTo(1);
    assertThat(calibration.bins().get(9).confidence()).isCloseTo(sure, within(1e-6));
    assertThat(calibration.bins().get(5).accuracy()).isEqualTo(0.5);
    assertThat(calibration.expectedError())
        .isCloseTo((2 * (1 - sure) + 2 * Math.abs(0.5 - unsure)) / 4, within(1e-6));
  }

  @Test
  void twoModelsAreComparedExampleByExample() {
    List<Observation> other =
        List.of(
            observations.get(0),
            observations.get(1),
            observation("late again", "yes", -1, 0, Map.of("shop", "south")),
            observation("fine", "yes", 1, 0, Map.of()));
    ModelComparison comparison = ModelComparison.of(observations, other);

    assertThat(comparison.agreeing()).containsExactly(0, 1);
    assertThat(comparison.differing()).containsExactly(2, 3);
    assertThat(comparison.onlyFirstRight()).containsExactly(3);
    assertThat(comparison.onlySecondRight()).containsExactly(2);
    assertThat(comparison.sameErrorRate()).isEqualTo(1);
    assertThatThrownBy(() -> ModelComparison.of(observations, other.subList(0, 2)))
        .hasMessageContaining("asked about 4 examples, the second about 2");
  }

  @Test
  void anUnevenSplitIsUnlikelyByChance() {
    List<Observation> right = new ArrayList<>();
    List<Observation> wrong = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      right.add(observation("fine", "yes", -1, 0, Map.of()));
      wrong.add(observation("fine", "yes", 1, 0, Map.of()));
    }
    assertThat(ModelComparison.of(right, wrong).sameErrorRate())
        .isCloseTo(2 / 1024.0, within(1e-12));
  }
}
