package org.transformerzoo.training.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.transformerzoo.training.inference.SimilaritySearch.Match;

class SimilaritySearchTest {

  @Test
  void findsWhatComparingEachWithEachFinds() {
    Random random = new Random(4);
    float[][] vectors = vectors(random, 9001, 7);
    float[][] queries = vectors(random, 301, 7);

    List<List<Match>> found = SimilaritySearch.in(vectors).nearest(queries, 5);

    assertThat(found).hasSize(301);
    for (int query = 0; query < queries.length; query += 50) {
      List<Double> cosines = new ArrayList<>();
      for (float[] vector : vectors) {
        cosines.add(cosine(queries[query], vector));
      }
      List<Integer> best =
          IntStream.range(0, vectors.length)
              .boxed()
              .sorted(Comparator.comparing(cosines::get).reversed())
              .limit(5)
              .toList();
      for (int rank = 0; rank < 5; rank++) {
        Match match = found.get(query).get(rank);
        assertThat((double) match.similarity())
            .isCloseTo(cosines.get(best.get(rank)), within(1e-6))
            .isCloseTo(cosines.get(match.index()), within(1e-6));
      }
    }
  }

  @Test
  void equalVectorsComeInTheirOrderAndTheZeroVectorIsSimilarToNone() {
    float[][] vectors = {{0, 0}, {3, 4}, {-1, 0}, {6, 8}, {0.3f, 0.4f}};

    List<Match> found = SimilaritySearch.in(vectors).nearest(new float[][] {{30, 40}}, 9).get(0);

    assertThat(found.stream().map(Match::index)).containsExactly(1, 3, 4, 0, 2);
    assertThat(found.get(0).similarity()).isCloseTo(1, within(1e-6f));
    assertThat(found.get(3).similarity()).isZero();
    assertThat(found.get(4).similarity()).isCloseTo(-0.6f, within(1e-6f));
  }

  @Test
  void refusesWhatCannotBeCompared() {
    SimilaritySearch search = SimilaritySearch.in(new float[][] {{1, 2}});
    assertThat(search.nearest(new float[0][], 1)).isEmpty();
    assertThatThrownBy(() -> search.nearest(new float[][] {{1, 2, 3}}, 1))
        .hasMessage("The queries have 3 entries, the vectors of the collection 2");
    assertThatThrownBy(() -> search.nearest(new float[][] {{1, 2}}, 0))
        .hasMessage("0 matches were asked for, expected at least 1");
    assertThatThrownBy(() -> SimilaritySearch.in(new float[][] {{1, Float.NaN}}))
        .hasMessage("The collection holds a number that is not finite");
    assertThatThrownBy(() -> SimilaritySearch.in(new float[][] {{1, 2}, {1}}))
        .hasMessage("The vector 1 has 1 entries, the ones before it 2");
    assertThatThrownBy(() -> SimilaritySearch.in(new float[0][]))
        .hasMessage("The collection has no vectors, expected at least one");
  }

  private static float[][] vectors(Random random, int count, int width) {
    float[][] vectors = new float[count][width];
    for (float[] vector : vectors) {
      for (int i = 0; i < width; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
    return vectors;
  }

  private static double cosine(float[] one, float[] other) {
    double product = 0;
    double ofOne = 0;
    double ofOther = 0;
    for (int i = 0; i < one.length; i++) {
      product += (double) one[i] * other[i];
      ofOne += (double) one[i] * one[i];
      ofOther += (double) other[i] * other[i];
    }
    return product / Math.sqrt(ofOne * ofOther);
  }
}
