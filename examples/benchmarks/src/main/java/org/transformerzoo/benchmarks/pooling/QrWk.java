package org.transformerzoo.benchmarks.pooling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * SBERT-WK as its reference code computes it: for each token and each layer a QR decomposition, by
 * LAPACK, of the states around the layer and its own.
 */
final class QrWk {

  private final int window;

  QrWk(int window) {
    this.window = window;
  }

  /**
   * One sentence's vector, [hidden].
   *
   * @param tokens the states of each token that counts, [layers, hidden] each
   */
  double[] sentence(List<INDArray> tokens) {
    int hidden = (int) tokens.get(0).size(1);
    double[] sum = new double[hidden];
    double total = 0;
    for (INDArray states : tokens) {
      float[][] rows = states.toFloatMatrix();
      double weight = variance(adjacentCosines(rows));
      double[] alpha = layerWeights(states);
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

  private double[] layerWeights(INDArray states) {
    int layers = (int) states.size(0);
    double[] alignment = new double[layers];
    double[] novelty = new double[layers];
    for (int k = 0; k < layers; k++) {
      List<INDArray> columns = new ArrayList<>();
      for (int j = k - window < 0 ? k : k - window; j < k; j++) {
        columns.add(states.getRow(j));
      }
      for (int j = k + 1; j < Math.min(layers, k + window + 1); j++) {
        columns.add(states.getRow(j));
      }
      columns.add(states.getRow(k));
      weigh(columns, alignment, novelty, k);
    }
    double[] a = shares(alignment);
    double[] n = shares(novelty);
    double[] both = new double[layers];
    Arrays.setAll(both, k -> a[k] + n[k]);
    return shares(both);
  }

  private static void weigh(
      List<INDArray> columns, double[] alignment, double[] novelty, int layer) {
    int count = columns.size();
    INDArray matrix = // [hidden, count], as LAPACK wants it
        Nd4j.stack(0, columns.toArray(INDArray[]::new)).transpose().dup('f');
    INDArray r = Nd4j.create(DataType.FLOAT, new long[] {count, count}, 'f');
    Nd4j.getBlasWrapper().lapack().geqrf(matrix, r);
    double projected = 0;
    double cosines = 0;
    for (int i = 0; i < count - 1; i++) {
      projected += r.getDouble(i, count - 1) * r.getDouble(i, count - 1);
    }
    for (int column = 0; column < count - 1; column++) {
      double product = 0;
      double square = 0;
      for (int i = 0; i <= column; i++) {
        product += r.getDouble(i, column) * r.getDouble(i, count - 1);
        square += r.getDouble(i, column) * r.getDouble(i, column);
      }
      cosines += product / Math.sqrt(square) / (count - 1);
    }
    double rest = r.getDouble(count - 1, count - 1);
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
