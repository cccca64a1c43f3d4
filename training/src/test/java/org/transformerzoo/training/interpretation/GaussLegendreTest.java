package org.transformerzoo.training.interpretation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussLegendreTest {

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 50})
  void isTheRuleOfCommonsMath(int count) {
    GaussIntegrator expected = new GaussIntegratorFactory().legendre(count, 0, 1);
    List<GaussLegendre.Point> points = GaussLegendre.points(count);
    assertThat(points).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(points.get(i).place()).isCloseTo(expected.getPoint(i), within(1e-14));
      assertThat(points.get(i).weight()).isCloseTo(expected.getWeight(i), within(1e-14));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 200, 1000})
  void integratesPolynomialsOfTwiceItsDegree(int count) {
    List<GaussLegendre.Point> points = GaussLegendre.points(count);
    int power = 2 * count - 1;
    double integral =
        points.stream().mapToDouble(each -> each.weight() * Math.pow(each.place(), power)).sum();
    assertThat(integral * (power + 1)).isCloseTo(1, within(1e-9));
  }
}
