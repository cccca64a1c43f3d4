package org.transformerzoo.training.inference;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * Finds the vectors of a collection that are most similar to given ones, by the cosine, exactly:
 * every vector is compared with every query, block by block in matrix products, so that memory
 * beyond the collection stays small. Several threads may search at once.
 */
public final class SimilaritySearch {

  private static final int QUERIES_AT_ONCE = 256;
  private static final int VECTORS_AT_ONCE = 4096;

  private final INDArray collection; // [vectors, width], rows of length 1

  private SimilaritySearch(INDArray vectors) {
    this.collection = UnitVectors.of(vectors);
  }

  /**
   * One vector that was found.
   *
   * @param index its place in the collection, from 0
   * @param similarity the cosine, in [−1, 1]; 0 if either vector is 0
   */
  public record Match(int index, float similarity) {}

  /** A search in {@code vectors}, [vectors][width], which are copied. */
  public static SimilaritySearch in(float[][] vectors) {
    return in(matrix(vectors));
  }

  /**
   * A search in the rows of {@code vectors}, [vectors, width], which are copied.
   *
   * @throws IllegalArgumentException if it is not such a matrix or holds a number that is not
   *     finite
   */
  public static SimilaritySearch in(INDArray vectors) {
    return new SimilaritySearch(checked("The collection", vectors));
  }

  /** {@link #nearest(INDArray, int)} for queries as {@link SentenceEmbedder#embed} gives them. */
  public List<List<Match>> nearest(float[][] queries, int count) {
    return queries.length == 0 ? List.of() : nearest(matrix(queries), count);
  }

  /**
   * The most similar vectors for each query.
   *
   * @param queries [queries, width]
   * @param count how many for each, at least 1; all if there are fewer
   * @return for each query its matches, the most similar first, equal ones by their index
   * @throws IllegalArgumentException if the queries are not as wide as the vectors that are
   *     searched, or {@code count} is less than 1
   */
  public List<List<Match>> nearest(INDArray queries, int count) {
    checked("The matrix of queries", queries);
    if (queries.size(1) != collection.size(1)) {
      throw new IllegalArgumentException(
          "The queries have %d entries, the vectors of the collection %d"
              .formatted(queries.size(1), collection.size(1)));
    }
    if (count < 1) {
      throw new IllegalArgumentException(count + " matches were asked for, expected at least 1");
    }
    INDArray directions = UnitVectors.of(queries);
    List<List<Match>> matches = new ArrayList<>();
    for (long start = 0; start < queries.size(0); start += QUERIES_AT_ONCE) {
      matches.addAll(nearestOf(rows(directions, start, QUERIES_AT_ONCE), count));
    }
    return matches;
  }

  private List<List<Match>> nearestOf(INDArray queries, int count) {
    int rows = (int) queries.size(0);
    List<BestMatches> best = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      best.add(new BestMatches(count));
    }
    for (long start = 0; start < collection.size(0); start += VECTORS_AT_ONCE) {
      try (INDArray block = rows(collection, start, VECTORS_AT_ONCE);
          INDArray product = Nd4j.gemm(queries, block, false, true).dup('c')) {
        float[] cosines = product.data().asFloat(); // [queries, block]
        int size = (int) block.size(0);
        for (int row = 0; row < rows; row++) {
          best.get(row).offer(cosines, row * size, size, (int) start);
        }
      }
    }
    return best.stream().map(BestMatches::descending).toList();
  }

  private static INDArray rows(INDArray matrix, long start, long count) {
    long end = Math.min(start + count, matrix.size(0));
    return matrix.get(NDArrayIndex.interval(start, end), NDArrayIndex.all()).dup('c');
  }

  private static INDArray matrix(float[][] vectors) {
    if (vectors.length == 0) {
      throw new IllegalArgumentException("The collection has no vectors, expected at least one");
    }
    for (int row = 0; row < vectors.length; row++) {
      if (vectors[row].length != vectors[0].length) {
        throw new IllegalArgumentException(
            "The vector %d has %d entries, the ones before it %d"
                .formatted(row, vectors[row].length, vectors[0].length));
      }
    }
    return Nd4j.createFromArray(vectors);
  }

  private static INDArray checked(String what, INDArray matrix) {
    if (matrix.rank() != 2 || matrix.dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "%s is %s of rank %d, expected a matrix of FLOAT"
              .formatted(what, matrix.dataType(), matrix.rank()));
    }
    if (matrix.scan(Conditions.notFinite()).longValue() > 0) {
      throw new IllegalArgumentException(what + " holds a number that is not finite");
    }
    return matrix;
  }
}
