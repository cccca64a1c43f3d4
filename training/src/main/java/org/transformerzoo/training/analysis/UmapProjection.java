package org.transformerzoo.training.analysis;

import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.training.inference.UnitVectors;
import tagbio.umap.Umap;

/**
 * Uniform manifold approximation (McInnes et al., arXiv 1802.03426): vectors that are neighbours by
 * the cosine stay neighbours. Vectors of more than {@value #WIDEST} entries go through {@link
 * PcaProjection} first, as is usual. Equal seeds give equal points.
 *
 * @param neighbours how many of each vector count, at least 2; few show detail, many the whole
 * @param minimumDistance between points, at least 0 and below 1; small values make tight clusters
 * @param seed of its randomness
 */
public record UmapProjection(int neighbours, double minimumDistance, long seed)
    implements Projection {

  private static final int WIDEST = 50;

  /** Checks the numbers. */
  public UmapProjection {
    if (neighbours < 2) {
      throw new IllegalArgumentException(neighbours + " neighbours, expected at least 2");
    }
    if (!(minimumDistance >= 0 && minimumDistance < 1)) {
      throw new IllegalArgumentException(
          "The minimum distance is " + minimumDistance + ", expected at least 0 and below 1");
    }
  }

  /** 15 neighbours, a distance of 0.1. */
  public static UmapProjection defaults(long seed) {
    return new UmapProjection(15, 0.1, seed);
  }

  @Override
  public String name() {
    return "umap";
  }

  @Override
  public float[][] project(float[][] vectors) {
    if (vectors.length <= neighbours) {
      throw new IllegalArgumentException(
          "There are %d vectors, expected more than the %d neighbours of each"
              .formatted(vectors.length, neighbours));
    }
    Umap umap = new Umap();
    umap.setNumberComponents(2);
    umap.setNumberNearestNeighbours(neighbours);
    umap.setMinDist((float) minimumDistance);
    umap.setMetric("euclidean"); // its cosine fails from 4,096 vectors on
    umap.setSeed(seed);
    umap.setThreads(1); // several would make the points depend on their timing
    // Among vectors of length 1 the nearest are those of the largest cosine.
    float[][] unit = UnitVectors.of(Nd4j.createFromArray(vectors)).toFloatMatrix();
    return umap.fitTransform(narrow(unit));
  }

  private static float[][] narrow(float[][] vectors) {
    return vectors[0].length > WIDEST && vectors.length > WIDEST
        ? new PcaProjection(WIDEST).project(vectors)
        : vectors;
  }
}
