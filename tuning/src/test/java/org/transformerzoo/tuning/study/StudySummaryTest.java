package org.transformerzoo.tuning.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.transformerzoo.training.evaluation.Metric;

class StudySummaryTest {

  @Test
  void aSingleRunHasAMeanAndAMedian() {
    StudyRun run = new StudyRun("rte", "plain", 1, 1, "accuracy", 0.75, 0.5, 0.5, true);
    StudySummary summary = StudySummary.of(Metric.higher("accuracy"), List.of(run));
    assertThat(summary.mean()).isEqualTo(0.5);
    assertThat(summary.median()).isEqualTo(0.5);
    assertThat(summary.lowest()).isEqualTo(0.5);
    assertThat(summary.highest()).isEqualTo(0.5);
    assertThat(summary.meanBest()).isEqualTo(0.75);
    assertThat(summary.deviation()).isNaN();
  }
}
