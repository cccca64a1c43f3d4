package org.transformerzoo.zoo.execution.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.execution.ExecutableGraph.InputRange;

class LabelCountsTest {

  private static final InputRange LABELS =
      new InputRange("labels", 100, OptionalLong.of(-100), Long.MAX_VALUE);

  @ParameterizedTest
  @CsvSource({"0, 4", "1, 4", "4, 4", "5, 8", "31, 32", "32, 32"})
  void areRoundedUpToSixteenths(int counted, long bound) {
    assertThat(LabelCounts.of(List.of(LABELS), Map.of("labels", labels(counted))))
        .isEqualTo(Map.of("labels", bound));
  }

  @Test
  void areNotGivenWhereMoreThanHalfCount() {
    assertThat(LabelCounts.of(List.of(LABELS), Map.of("labels", labels(33)))).isEmpty();
  }

  @Test
  void areThoseOfPositionsThatMayBeIgnored() {
    INDArray labels = labels(1);
    InputRange ids = new InputRange("labels", 100, OptionalLong.empty(), 64);
    assertThat(LabelCounts.of(List.of(ids), Map.of("labels", labels))).isEmpty();
    assertThat(LabelCounts.of(List.of(LABELS), Map.of())).isEmpty();
    assertThat(LabelCounts.of(List.of(LABELS), Map.of("labels", labels.reshape(64)))).isEmpty();
  }

  /** Labels of 4 sequences of 16 tokens, of which the last {@code counted} count. */
  private static INDArray labels(int counted) {
    INDArray labels = Nd4j.valueArrayOf(new long[] {64}, -100, DataType.INT32);
    for (int i = 64 - counted; i < 64; i++) {
      labels.putScalar(i, 0);
    }
    return labels.reshape(4, 16);
  }
}
