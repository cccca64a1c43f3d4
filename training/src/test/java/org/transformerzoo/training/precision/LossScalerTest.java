package org.transformerzoo.training.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** How a loss scale follows what happens in steps. */
class LossScalerTest {

  private final LossScaler scaler = new LossScaler(new LossScaling(8, 2, 0.5, 3));

  private void settle(boolean... steps) {
    for (boolean finite : steps) {
      scaler.settle(finite);
    }
  }

  @Test
  void growsAfterAnIntervalOfFiniteSteps() {
    settle(true, true);
    assertThat(scaler.scale()).isEqualTo(new LossScale(8, 2, 0));
    settle(true);
    assertThat(scaler.scale()).isEqualTo(new LossScale(16, 0, 0));
  }

  @Test
  void shrinksAtOnceAndBeginsToCountAnew() {
    settle(true, true, false, true, true);
    assertThat(scaler.scale()).isEqualTo(new LossScale(4, 2, 1));
    settle(true, false, false);
    assertThat(scaler.scale()).isEqualTo(new LossScale(2, 0, 3));
  }

  @Test
  void atOneThereIsNothingLeftToShrink() {
    settle(false, false, false);
    assertThat(scaler.scale().factor()).isEqualTo(1);
    assertThat(scaler.canShrink()).isFalse();
    assertThatThrownBy(() -> scaler.settle(false)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void doesNotGrowWithoutEnd() {
    LossScaler eager = new LossScaler(new LossScaling(0x1p23, 2, 0.5, 1));
    for (int step = 0; step < 5; step++) {
      eager.settle(true);
    }
    assertThat(eager.scale().factor()).isEqualTo(0x1p24);
  }

  @Test
  void withoutScalingTheLossStaysAsItIsAndNoStepIsSkipped() {
    LossScaler none = new LossScaler(LossScaling.none());
    none.settle(true);
    assertThat(none.scale()).isEqualTo(LossScale.ONE);
    assertThat(none.canShrink()).isFalse();
  }

  @Test
  void wrongNumbersAreRefused() {
    assertThatThrownBy(() -> new LossScaling(0.5, 2, 0.5, 1))
        .hasMessageContaining("expected a start from 1");
    assertThatThrownBy(() -> new LossScaling(8, 2, 1.5, 1)).hasMessageContaining("backoff in");
    assertThatThrownBy(() -> new LossScale(Double.NaN, 0, 0)).hasMessageContaining("NaN");
  }
}
