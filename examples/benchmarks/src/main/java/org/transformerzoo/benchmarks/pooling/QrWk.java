package org.transformerzoo.benchmarks.pooling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * SBERT-WK as its reference code computes it: for each token and each layer a QR decomposition of
 * the states around the layer and its own.
 */
final class QrWk {

  private final int window;

  QrWk(int window) {
    this.window = window;
  }

  /**
   * One sentence's vector, [hidden].
   *
   * @param tokens the states of each token that counts, [layers][hidden] each
   */
  double[] sentence(List<float[][]> tokens) {
    int hidden = tokens.get(0)[0].length;
    double[] sum = new double[hidden];
    double total = 0;
    for (float[][] rows : tokens) {
      double weight = variance(adjacentCosines(rows));
      double[] alpha = layerWeights(rows);
      total += weight;
      for (int layer = 0; layer < rows.length; layer++) {
        for (int i = 0; i < hidden; i++) {
          sum[i] += weight * alpha[layer] * rows[layer][i];
        }
      }
    }
    double all = total;
    return Arrays.stream(sum).map(value -> value / all).toArray();
  }

  private double[] layerWeights(float[][] states) {
    int layers = states.length;
    double[] alignment = new double[layers];
    double[] novelty = new double[layers];
    for (int k = 0; k < layers; k++) {
      List<float[]> columns = new ArrayList<>();
      for (int j = k - window < 0 ? k : k - window; j < k; j++) {
        columns.add(states[j]);
      }
      for (int j = k + 1; j < Math.min(layers, k + window + 1); j++) {
        columns.add(states[j]);
      }
      columns.add(states[k]);
      weigh(triangle(columns), alignment, novelty, k);
    }
    double[] a = shares(alignment);
    double[] n = shares(novelty);
    double[] both = new double[layers];
    Arrays.setAll(both, k -> a[k] + n[k]);
    return shares(both);
  }

  /** R of a QR decomposition by the modified Gram-Schmidt process: [columns, columns]. */
  private static double[][] triangle(List<float[]> columns) {
    int count = columns.size();
    double[][] q = new double[count][];
    double[][] r = new double[count][count];
    for (int column = 0; column < count; column++) {
      double[] rest = widened(columns.get(column));
      for (int i = 0; i < column; i++) {
        r[i][column] = dot(q[i], rest);
        addTo(rest, -r[i][column], q[i]);
      }
      r[column][column] = Math.sqrt(dot(rest, rest));
      q[column] = new double[rest.length];
      addTo(q[column], 1 / r[column][column], rest);
    }
    return r;
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }

  private static void addTo(double[] sum, double factor, double[] values) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * values[i];
    }
  }

  private static void weigh(double[][] r, double[] alignment, double[] novelty, int layer) {
    int count = r.length;
    double projected = 0;
    double cosines = 0;
    for (int i = 0; i < count - 1; i++) {
      projected += r[i][count - 1] * r[i][count - 1];
    }
    for (int column = 0; column < count - 1; column++) {
      double product = 0;
      double square = 0;
      for (int i = 0; i <= column; i++) {
        product += r[i][column] * r[i][count - 1];
        square += r[i][column] * r[i][column];
      }
      cosines += product / Math.sqrt(square) / (count - 1);
    }
    double rest = r[count - 1][count - 1];
    alignment[layer] = 1 / (cosines / Math.sqrt(projected) * count * 2);
    novelty[layer] = Math.abs(rest) / Math.sqrt(projected + rest * rest);
  }

  private static double[] adjacentCosines(float[][] rows) {
    double[] cosines = new double[rows.length - 1];
    Arrays.setAll(
        cosines,
        k ->
            dot(rows[k], rows[k + 1])
                / Math.sqrt(dot(rows[k], rows[k]) * dot(rows[k + 1], rows[k + 1])));
    return cosines;
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  private static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }

  private static double variance(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
  }

  private static double[] shares(double[] values) {
    double sum = Arrays.stream(values).sum();
    return Arrays.stream(values).map(value -> value / sum).toArray();
  }
}
