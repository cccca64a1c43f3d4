package org.transformerzoo.datavec.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.transformerzoo.datavec.batching.BatchingTestSupport.line;
import static org.transformerzoo.datavec.batching.BatchingTestSupport.ofLengths;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.transformerzoo.datavec.reader.TextRole;
import org.transformerzoo.datavec.tokenizer.PaddingSide;
import org.transformerzoo.datavec.tokenizer.Tokenizer;

/** Where tokens, padding and labels are in a batch. */
class CollationTest {

  @Test
  void sequencesArePaddedOnTheRightToTheLongestOfTheBatch() {
    MultiDataSet batch = batch(ofLengths(2, 3, 1), new Padding(7, 3, PaddingSide.RIGHT, 1, 512));

    assertRows(
        batch.getFeatures(BatchLayout.INPUT_IDS),
        new int[][] {{100, 100, 7}, {101, 101, 101}, {102, 7, 7}});
    assertRows(
        batch.getFeatures(BatchLayout.ATTENTION_MASK),
        new int[][] {{1, 1, 0}, {1, 1, 1}, {1, 0, 0}});
    assertRows(
        batch.getFeatures(BatchLayout.TOKEN_TYPE_IDS),
        new int[][] {{1, 1, 3}, {1, 1, 1}, {1, 3, 3}});
    assertThat(batch.numFeatureArrays()).isEqualTo(3);
    assertThat(batch.numLabelsArrays()).isEqualTo(1);
  }

  @Test
  void theRolesOfTextsAreAFeatureWhereAllAreKnown() {
    TokenizedExample query = withRole(TextRole.QUERY);
    TokenizedExample document = withRole(TextRole.DOCUMENT);
    Padding padding = Padding.with(0);

    MultiDataSet batch = batch(TokenizedDataset.of(List.of(document, query)), padding);

    assertRows(batch.getFeatures(BatchLayout.TEXT_ROLES), new int[][] {{1}, {0}});
    assertThat(
            batch(TokenizedDataset.of(List.of(document, withRole(null))), padding)
                .numFeatureArrays())
        .isEqualTo(3);
  }

  private static TokenizedExample withRole(TextRole role) {
    return new TokenizedExample(new int[2], new int[2], new Target.Unlabelled(), line(1), role);
  }

  @Test
  void sequencesMayBePaddedOnTheLeft() {
    Padding left = new Padding(5, 3, PaddingSide.LEFT, 1, 512);
    MultiDataSet batch = batch(ofLengths(2, 3, 1), left);

    assertRows(
        batch.getFeatures(BatchLayout.INPUT_IDS),
        new int[][] {{5, 100, 100}, {101, 101, 101}, {5, 5, 102}});
    assertRows(
        batch.getFeatures(BatchLayout.ATTENTION_MASK),
        new int[][] {{0, 1, 1}, {1, 1, 1}, {0, 0, 1}});
    assertRows(
        batch.getFeatures(BatchLayout.TOKEN_TYPE_IDS),
        new int[][] {{3, 1, 1}, {1, 1, 1}, {3, 3, 1}});

    TokenizedExample tagged = example(2, new Target.TokenIds(4, -100));
    assertRows(
        batch(TokenizedDataset.of(List.of(tagged)), left.roundedUp(4, 4))
            .getLabels(BatchLayout.LABELS),
        new int[][] {{-100, -100, 4, -100}});
  }

  @Test
  void paddingIsAsTheTokenizerSays(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("vocab.txt"), "the\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n[PAD]\n");
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        "{\"padding_side\": \"left\", \"pad_token_type_id\": 3}");
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      assertThat(Padding.of(tokenizer).roundedUp(8, 64))
          .isEqualTo(new Padding(5, 3, PaddingSide.LEFT, 8, 64));
    }
  }

  @Test
  void fewLengthsAreNoMoreThanAnEighthLonger() {
    Padding few = Padding.with(0).toFewLengths(512);
    Set<Integer> lengths = new HashSet<>();
    for (int longest = 1; longest <= 512; longest++) {
      int padded = few.lengthFor(longest);
      assertThat(padded).isBetween(longest, longest + longest / 8);
      lengths.add(padded);
    }
    assertThat(lengths).hasSize(56);
    assertThat(Padding.with(0).toFewLengths(100).lengthFor(97)).isEqualTo(100);
  }

  @Test
  void lengthsMayBeRoundedUpButNotBeyondTheMaximum() {
    assertThat(length(ofLengths(2, 5), Padding.with(0).roundedUp(8, 16))).isEqualTo(8);
    assertThat(length(ofLengths(8), Padding.with(0).roundedUp(8, 16))).isEqualTo(8);
    assertThat(length(ofLengths(9), Padding.with(0).roundedUp(8, 12))).isEqualTo(12);
    assertThat(length(ofLengths(9), Padding.with(0))).isEqualTo(9);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Padding(0, 0, PaddingSide.RIGHT, 0, 12));
  }

  @Test
  void classesAreOneIntegerPerExample() {
    INDArray labels = labels(new Target.ClassId(2), new Target.ClassId(0));

    assertThat(labels.dataType()).isEqualTo(DataType.INT32);
    assertThat(labels.shape()).containsExactly(2);
    assertThat(labels.toIntVector()).containsExactly(2, 0);
  }

  @Test
  void numbersAreOneRowPerExample() {
    INDArray labels = labels(new Target.Values(0.5f, 2), new Target.Values(-1, 0));

    assertThat(labels.dataType()).isEqualTo(DataType.FLOAT);
    assertThat(labels.toFloatMatrix()).isDeepEqualTo(new float[][] {{0.5f, 2}, {-1, 0}});
  }

  @Test
  void oneNumberPerExampleKeepsItsColumn() {
    assertThat(labels(new Target.Values(0.5f)).shape()).containsExactly(1, 1);
  }

  @Test
  void tagsArePaddedWithTheIgnoredLabel() {
    MultiDataSet batch =
        batch(
            TokenizedDataset.of(
                List.of(
                    example(3, new Target.TokenIds(-100, 4, -100)),
                    example(4, new Target.TokenIds(-100, 1, 2, -100)))),
            Padding.with(0).roundedUp(5, 5));

    assertRows(
        batch.getLabels(BatchLayout.LABELS),
        new int[][] {{-100, 4, -100, -100, -100}, {-100, 1, 2, -100, -100}});
  }

  @Test
  void textsToWriteArePaddedByThemselvesWithTheIgnoredLabel() {
    TokenizedDataset dataset =
        TokenizedDataset.of(
            List.of(
                example(3, new Target.TextIds(2, 7, 3)),
                example(1, new Target.TextIds(2, 7, 8, 9, 3))));

    assertRows(
        batch(dataset, Padding.with(0)).getLabels(BatchLayout.LABELS),
        new int[][] {{2, 7, 3, -100, -100}, {2, 7, 8, 9, 3}});
    assertRows(
        batch(dataset, Padding.with(0).roundedUp(4, 4).targetsUpTo(7))
            .getLabels(BatchLayout.LABELS),
        new int[][] {{2, 7, 3, -100, -100, -100, -100}, {2, 7, 8, 9, 3, -100, -100}});
  }

  @Test
  void withoutLabelsThereIsNoLabelArray() {
    MultiDataSet batch =
        batch(TokenizedDataset.of(List.of(example(2, new Target.Unlabelled()))), Padding.with(0));

    assertThat(batch.numLabelsArrays()).isZero();
    assertThat(batch.numFeatureArrays()).isEqualTo(3);
  }

  private static TokenizedExample example(int length, Target target) {
    return new TokenizedExample(new int[length], new int[length], target, line(1));
  }

  private static INDArray labels(Target... targets) {
    List<TokenizedExample> examples = List.of(targets).stream().map(t -> example(2, t)).toList();
    return batch(TokenizedDataset.of(examples), Padding.with(0)).getLabels(BatchLayout.LABELS);
  }

  private static long length(TokenizedDataset dataset, Padding padding) {
    return batch(dataset, padding).getFeatures(BatchLayout.INPUT_IDS).size(1);
  }

  private static MultiDataSet batch(TokenizedDataset dataset, Padding padding) {
    return BatchIterator.builder()
        .dataset(dataset)
        .batchSize(dataset.size())
        .padding(padding)
        .build()
        .next();
  }

  private static void assertRows(INDArray found, int[][] expected) {
    assertThat(found.dataType()).isEqualTo(DataType.INT32);
    assertThat(found.ordering()).isEqualTo('c');
    assertThat(found.toIntMatrix()).isDeepEqualTo(expected);
  }
}
