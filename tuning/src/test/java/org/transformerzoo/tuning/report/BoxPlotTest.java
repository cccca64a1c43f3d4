package org.transformerzoo.tuning.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class BoxPlotTest {

  @Test
  void hasTheEndsTheQuartilesAndTheMedian() {
    assertThat(BoxPlot.of(DoubleStream.of(7, 1, 3, 2, 6, 4, 5)))
        .containsExactly(new BoxPlot(1, 2.5, 4, 5.5, 7));
  }

  @Test
  void theQuartilesOfThreeScoresAreBetweenThem() {
    assertThat(BoxPlot.of(DoubleStream.of(3, 1, 2)))
        .containsExactly(new BoxPlot(1, 1.5, 2, 2.5, 3));
  }

  @Test
  void thereIsNoneOfTwoScores() {
    assertThat(BoxPlot.of(DoubleStream.of(1, 2))).isEmpty();
  }
}
