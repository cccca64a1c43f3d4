package org.transformerzoo.zoo.pooling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.model.ExecutorKind;

/** The plan executor gives what the session gives, for every pooling. */
class PoolingExecutorsTest {

  private static final int[][] IDS = {
    {2, 5, 6, 7, 8, 3}, {2, 9, 4, 11, 3, 0}, {2, 0, 0, 0, 0, 0},
  };
  private static final int[] LENGTHS = {6, 5, 1};
  private static final int[][] PADDED_OTHERWISE = {
    {2, 5, 6, 7, 8, 3}, {2, 9, 4, 11, 3, 29}, {2, 12, 3, 17, 4, 3},
  };

  static List<String> poolings() {
    return EveryPoolingTest.poolings();
  }

  @ParameterizedTest
  @MethodSource("poolings")
  void agree(String pooling) {
    PoolingHead head = PoolingHeads.named(pooling);
    try (PoolingTestModel session =
            new PoolingTestModel(PoolingTestModel.CONFIG, head, 0.3, ExecutorKind.SESSION);
        PoolingTestModel plan =
            new PoolingTestModel(PoolingTestModel.CONFIG, head, 0.3, ExecutorKind.PLAN)) {
      session.differentiate(IDS, LENGTHS);
      plan.differentiate(IDS, LENGTHS);
      INDArray logits = plan.logits(IDS, LENGTHS).dup();

      assertThat(logits.equalsWithEps(session.logits(IDS, LENGTHS), 2e-5)).isTrue();
      assertThat(plan.logits(PADDED_OTHERWISE, LENGTHS).dup().data().asFloat())
          .isEqualTo(logits.data().asFloat());
      INDArray expected = session.parameters().gradients();
      double error =
          plan.parameters().gradients().sub(expected).amaxNumber().doubleValue()
              / expected.amaxNumber().doubleValue();
      assertThat(error).isLessThan(1e-4);
    }
  }
}
