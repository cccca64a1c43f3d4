package org.transformerzoo.training.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProjectionTest {

  private static final int GROUP = 60;

  static List<Projection> all() {
    return List.of(new PcaProjection(2), UmapProjection.defaults(7));
  }

  private static float[][] groups(int width) {
    return groups(width, GROUP);
  }

  /** Three groups of vectors around three far corners. */
  private static float[][] groups(int width, int size) {
    SplittableRandom random = new SplittableRandom(3);
    float[][] vectors = new float[3 * size][width];
    for (int i = 0; i < vectors.length; i++) {
      for (int entry = 0; entry < width; entry++) {
        vectors[i][entry] = (float) (random.nextGaussian() + (entry == i / size ? 20 : 0));
      }
    }
    return vectors;
  }

  @ParameterizedTest
  @MethodSource("all")
  void groupsStayTogether(Projection projection) {
    for (int width : new int[] {8, 64}) {
      float[][] points = projection.project(groups(width));
      int together = 0;
      for (int i = 0; i < points.length; i++) {
        together += nearest(points, i) / GROUP == i / GROUP ? 1 : 0;
      }
      assertThat(together).as(projection.name()).isEqualTo(points.length);
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("all")
  void groupsOfThousandsStayTogether(Projection projection) {
    int size = 2000;
    float[][] points = projection.project(groups(64, size));
    int together = 0;
    for (int i = 0; i < points.length; i += 60) {
      together += nearest(points, i) / size == i / size ? 1 : 0;
    }
    assertThat(together).isEqualTo(points.length / 60);
  }

  @Test
  void vectorsOfZerosHaveAPlaceToo() {
    float[][] vectors = groups(8);
    vectors[5] = new float[8];
    for (float[] point : UmapProjection.defaults(1).project(vectors)) {
      assertThat(point[0]).isFinite();
      assertThat(point[1]).isFinite();
    }
  }

  private static int nearest(float[][] points, int of) {
    int nearest = -1;
    double least = Double.MAX_VALUE;
    for (int i = 0; i < points.length; i++) {
      double distance = Math.hypot(points[i][0] - points[of][0], points[i][1] - points[of][1]);
      if (i != of && distance < least) {
        nearest = i;
        least = distance;
      }
    }
    return nearest;
  }

  @ParameterizedTest
  @MethodSource("all")
  void theSameVectorsGiveTheSamePoints(Projection projection) {
    assertThat(projection.project(groups(8))).isDeepEqualTo(projection.project(groups(8)));
  }

  @Test
  void principalComponentsAreThoseOfAKnownCloud() {
    // Along (3, 4)/5 the points lie at -2, 0, 2 and across it at 0.5, -1, 0.5.
    float[][] vectors = new float[3][];
    double[] along = {-2, 0, 2};
    double[] across = {0.5, -1, 0.5};
    for (int i = 0; i < 3; i++) {
      vectors[i] =
          new float[] {
            (float) (0.6 * along[i] - 0.8 * across[i] + 7),
            (float) (0.8 * along[i] + 0.6 * across[i] - 1)
          };
    }
    float[][] points = new PcaProjection(2).project(vectors);

    for (int i = 0; i < 3; i++) {
      assertThat((double) points[i][0]).isCloseTo(along[i], within(1e-5));
      assertThat(Math.abs(points[i][1])).isCloseTo((float) Math.abs(across[i]), within(1e-5f));
    }
  }

  @Test
  void tooFewVectorsAreRefused() {
    assertThatThrownBy(() -> new PcaProjection(2).project(new float[][] {{1, 2}}))
        .hasMessageContaining("1 vectors of 2 entries, expected at least 2");
    assertThatThrownBy(() -> UmapProjection.defaults(1).project(new float[15][3]))
        .hasMessageContaining("15 vectors, expected more than the 15 neighbours");
    assertThatThrownBy(() -> new UmapProjection(1, 0.1, 1)).hasMessageContaining("at least 2");
  }
}
