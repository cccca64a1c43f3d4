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

  @ParameterizedTest
  @EnumSource
  void everyExampleIsInExactlyOneBatchOfAnEpoch(BatchOrder order) {
    for (int batchSize : new int[] {1, 8, 103, 1000}) {
      for (long epoch = 0; epoch < 3; epoch++) {
        int[][] batches = order.batches(LENGTHS, batchSize, 5, epoch);

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
    assertThat(order.batches(LENGTHS, 8, 5, 3)).isDeepEqualTo(order.batches(LENGTHS, 8, 5, 3));
  }

  @ParameterizedTest
  @EnumSource(names = {"SHUFFLED", "UNIFORM_LENGTH"})
  void seedsAndEpochsGiveOrdersOfTheirOwn(BatchOrder order) {
    Set<String> orders = new HashSet<>();
    for (long seed = 0; seed < 10; seed++) {
      for (long epoch = 0; epoch < 10; epoch++) {
        orders.add(Arrays.deepToString(order.batches(LENGTHS, 8, seed, epoch)));
      }
    }
    assertThat(orders).hasSize(100);
  }

  @Test
  void sequentialIsTheOrderOfTheData() {
    assertThat(BatchOrder.SEQUENTIAL.batches(new int[] {3, 1, 2, 1, 9}, 2, 5, 4))
        .isDeepEqualTo(new int[][] {{0, 1}, {2, 3}, {4}});
  }

  @Test
  void uniformLengthSortsStablyAndKeepsTheLastBatchLast() {
    int[] lengths = {3, 1, 2, 1, 9, 2, 3, 1, 4};
    Set<String> orders = new HashSet<>();
    for (long epoch = 0; epoch < 50; epoch++) {
      int[][] batches = BatchOrder.UNIFORM_LENGTH.batches(lengths, 2, 7, epoch);

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
      counts[BatchOrder.SHUFFLED.batches(new int[5], 1, 11, epoch)[0][0]]++;
    }
    // Expected 1000 each with a standard deviation of 28.
    assertThat(counts)
        .satisfies(c -> assertThat(Arrays.stream(c).min().getAsInt()).isGreaterThan(860));
  }
}
