package org.transformerzoo.datavec.batching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchOrderTest {

  private static final int[] LENGTHS = IntStream.range(0, 103).map(i -> i * 37 % 11).toArray();

  private static BatchSize of(int examples) {
    return new BatchSize.Examples(examples);
  }

  @ParameterizedTest
  @EnumSource
  void everyExampleIsInExactlyOneBatchOfAnEpoch(BatchOrder order) {
    for (int batchSize : new int[] {1, 8, 103, 1000}) {
      for (long epoch = 0; epoch < 3; epoch++) {
        int[][] batches = order.batches(LENGTHS, of(batchSize), 5, epoch);

        assertThat(batches).hasNumberOfRows((LENGTHS.length + batchSize - 1) / batchSize);
        assertThat(Arrays.stream(batches).flatMapToInt(Arrays::stream).sorted().toArray())
            .isEqualTo(IntStream.range(0, LENGTHS.length).toArray());
        for (int i = 0; i < batches.length - 1; i++) {
          assertThat(batches[i]).hasSize(batchSize);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theOrderIsAFunctionOfSeedAndEpoch(BatchOrder order) {
    assertThat(order.batches(LENGTHS, of(8), 5, 3))
        .isDeepEqualTo(order.batches(LENGTHS, of(8), 5, 3));
  }

  @ParameterizedTest
  @EnumSource(names = {"SHUFFLED", "UNIFORM_LENGTH", "GROUP_BY_LENGTH"})
  void seedsAndEpochsGiveOrdersOfTheirOwn(BatchOrder order) {
    Set<String> orders = new HashSet<>();
    for (long seed = 0; seed < 10; seed++) {
      for (long epoch = 0; epoch < 10; epoch++) {
        orders.add(Arrays.deepToString(order.batches(LENGTHS, of(8), seed, epoch)));
      }
    }
    assertThat(orders).hasSize(100);
  }

  @Test
  void sequentialIsTheOrderOfTheData() {
    assertThat(BatchOrder.SEQUENTIAL.batches(new int[] {3, 1, 2, 1, 9}, of(2), 5, 4))
        .isDeepEqualTo(new int[][] {{0, 1}, {2, 3}, {4}});
  }

  @Test
  void uniformLengthSortsStablyAndKeepsTheLastBatchLast() {
    int[] lengths = {3, 1, 2, 1, 9, 2, 3, 1, 4};
    Set<String> orders = new HashSet<>();
    for (long epoch = 0; epoch < 50; epoch++) {
      int[][] batches = BatchOrder.UNIFORM_LENGTH.batches(lengths, of(2), 7, epoch);

      assertThat(batches[4]).containsExactly(4);
      assertThat(Arrays.stream(batches, 0, 4).map(Arrays::toString))
          .containsExactlyInAnyOrder("[1, 3]", "[7, 2]", "[5, 0]", "[6, 8]");
      orders.add(Arrays.deepToString(batches));
    }
    assertThat(orders).as("all 24 orders of the first four batches come up").hasSizeGreaterThan(18);
  }

  @Test
  void shufflingFavoursNoPlace() {
    int[] counts = new int[5];
    for (long epoch = 0; epoch < 5000; epoch++) {
      counts[BatchOrder.SHUFFLED.batches(new int[5], of(1), 11, epoch)[0][0]]++;
    }
    // Expected 1000 each with a standard deviation of 28.
    assertThat(counts)
        .satisfies(c -> assertThat(Arrays.stream(c).min().getAsInt()).isGreaterThan(860));
  }

  @Test
  void groupsByLengthAreSortedWithinAndTheLongestExampleComesFirst() {
    int[] lengths = IntStream.range(0, 1000).map(i -> 1 + i * 7919 % 509).toArray();
    int batchSize = 4;
    int groupSize = batchSize * 50; // 1000 / (4 * 4) = 62 batches, of which at most 50
    int[] grouped = flat(BatchOrder.GROUP_BY_LENGTH.batches(lengths, of(batchSize), 3, 0));

    assertThat(lengths[grouped[0]]).isEqualTo(Arrays.stream(lengths).max().getAsInt());
    for (int from = 0; from < lengths.length; from += groupSize) {
      // The first of each group may have changed places with the longest of all.
      int[] group = lengthsOf(Arrays.copyOfRange(grouped, from + 1, from + groupSize), lengths);
      assertThat(IntStream.range(1, group.length)).allMatch(i -> group[i] <= group[i - 1]);
    }
    assertThat(Arrays.stream(grouped, 0, groupSize).boxed().toList())
        .as("a group is drawn from all examples")
        .anyMatch(index -> index > 900)
        .anyMatch(index -> index < 100);
  }

  @Test
  void fewExamplesGroupedByLengthMakeGroupsOfOneBatch() {
    int[] lengths = {3, 1, 2, 5, 4};
    int[][] batches = BatchOrder.GROUP_BY_LENGTH.batches(lengths, of(2), 3, 0);

    assertThat(batches).hasNumberOfRows(3);
    assertThat(lengths[batches[0][0]]).isEqualTo(5);
    assertThat(BatchOrder.GROUP_BY_LENGTH.batches(lengths, of(100), 3, 0))
        .isDeepEqualTo(new int[][] {{3, 4, 0, 2, 1}});
  }

  @Test
  void aBatchOfTokensHasAsManyExamplesAsFitWithTheirPadding() {
    int[] lengths = {3, 9, 2, 4, 4, 30, 1, 1, 1};
    Padding exact = Padding.with(0);

    assertThat(
            BatchOrder.SEQUENTIAL.batches(
                lengths, new BatchSize.Tokens(20, Integer.MAX_VALUE, exact), 5, 0))
        .isDeepEqualTo(new int[][] {{0, 1}, {2, 3, 4}, {5}, {6, 7, 8}});
    assertThat(BatchOrder.SEQUENTIAL.batches(lengths, new BatchSize.Tokens(20, 2, exact), 5, 0))
        .isDeepEqualTo(new int[][] {{0, 1}, {2, 3}, {4}, {5}, {6, 7}, {8}});
    assertThat(
            BatchOrder.SEQUENTIAL.batches(
                lengths,
                new BatchSize.Tokens(20, Integer.MAX_VALUE, exact.roundedUp(8, 512)),
                5,
                0))
        .as("lengths are rounded up to 8 and 16")
        .isDeepEqualTo(new int[][] {{0}, {1}, {2, 3}, {4}, {5}, {6, 7}, {8}});
  }

  @ParameterizedTest
  @EnumSource(names = {"SEQUENTIAL", "UNIFORM_LENGTH"})
  void noBatchIsAboveItsTokensWherePaddingCounts(BatchOrder order) {
    Padding padding = Padding.with(0).toFewLengths(512);
    int[] lengths = IntStream.range(0, 2000).map(i -> 1 + i * 7919 % 300).toArray();
    for (int tokens : new int[] {320, 1000, 4096}) {
      int[][] batches =
          order.batches(lengths, new BatchSize.Tokens(tokens, Integer.MAX_VALUE, padding), 5, 1);

      assertThat(Arrays.stream(flat(batches)).sorted().toArray())
          .isEqualTo(IntStream.range(0, lengths.length).toArray());
      for (int[] batch : batches) {
        int longest = Arrays.stream(lengthsOf(batch, lengths)).max().getAsInt();
        assertThat(batch.length * padding.lengthFor(longest)).isLessThanOrEqualTo(tokens);
      }
      assertThat(order.batches(lengths, new BatchSize.Tokens(tokens, 9999, padding), 5, 2).length)
          .isEqualTo(batches.length);
    }
  }

  private static int[] flat(int[][] batches) {
    return Arrays.stream(batches).flatMapToInt(Arrays::stream).toArray();
  }

  private static int[] lengthsOf(int[] indices, int[] lengths) {
    return Arrays.stream(indices).map(index -> lengths[index]).toArray();
  }
}
