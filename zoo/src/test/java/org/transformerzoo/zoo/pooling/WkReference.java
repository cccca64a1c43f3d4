package org.transformerzoo.zoo.pooling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * SBERT-WK's layer weights of one token by Gram-Schmidt, as its reference code has them from QR.
 */
final class WkReference {

  private WkReference() {}

  static double[] layerWeights(double[][] states, int window) {
    int layers = states.length;
    double[] alignment = new double[layers];
    double[] novelty = new double[layers];
    for (int k = 0; k < layers; k++) {
      List<double[]> around = new ArrayList<>();
      int from = k - window < 0 ? Math.max(0, k - window + layers) : k - window;
      for (int j = from; j < k; j++) {
        around.add(states[j]);
      }
      for (int j = k + 1; j < Math.min(layers, k + window + 1); j++) {
        around.add(states[j]);
      }
      weigh(states[k], around, alignment, novelty, k);
    }
    share(alignment);
    share(novelty);
    double[] weights = new double[layers];
    Arrays.setAll(weights, k -> alignment[k] + novelty[k]);
    share(weights);
    return weights;
  }

  private static void weigh(
      double[] x, List<double[]> around, double[] alignment, double[] novelty, int k) {
    double[] rest = x.clone();
    List<double[]> basis = new ArrayList<>();
    double cosines = 0;
    for (double[] v : around) {
      double[] direction = v.clone();
      basis.forEach(each -> subtractProjection(direction, each));
      scale(direction, 1 / length(direction));
      basis.add(direction);
      cosines += dot(v, x) / length(v);
    }
    basis.forEach(each -> subtractProjection(rest, each));
    double projected = Math.sqrt(dot(x, x) - dot(rest, rest));
    int count = around.size();
    alignment[k] = 1 / (cosines / count / projected * (count + 1) * 2);
    novelty[k] = length(rest) / length(x);
  }

  private static void subtractProjection(double[] x, double[] unit) {
    double along = dot(x, unit);
    for (int i = 0; i < x.length; i++) {
      x[i] -= along * unit[i];
    }
  }

  private static void share(double[] x) {
    scale(x, 1 / Arrays.stream(x).sum());
  }

  private static void scale(double[] x, double factor) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= factor;
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static double length(double[] x) {
    return Math.sqrt(dot(x, x));
  }
}
