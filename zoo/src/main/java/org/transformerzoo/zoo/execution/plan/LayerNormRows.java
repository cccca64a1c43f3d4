package org.transformerzoo.zoo.execution.plan;

import java.nio.FloatBuffer;

/** Layer normalisation of the rows of a tensor, in Java. */
final class LayerNormRows {

  private final FloatBuffer x;
  private final FloatBuffer gain;
  private final FloatBuffer bias;
  private final FloatBuffer y;
  private final FloatBuffer mean;
  private final FloatBuffer variance;
  private final float epsilon;
  private final int width;

  LayerNormRows(LayerNorm norm, Memory memory) {
    x = memory.buffer(norm.x());
    gain = memory.buffer(norm.gain());
    bias = memory.buffer(norm.bias());
    y = memory.buffer(norm.y());
    mean = memory.buffer(norm.mean());
    variance = memory.buffer(norm.variance());
    epsilon = norm.epsilon();
    width = Math.toIntExact(norm.x().size(1));
  }

  void forward(Run run) {
    for (int row = 0; row < mean.capacity(); row++) {
      int start = row * width;
      double sum = 0;
      for (int i = 0; i < width; i++) {
        sum += x.get(start + i);
      }
      double centre = sum / width;
      double squares = 0;
      for (int i = 0; i < width; i++) {
        double distance = x.get(start + i) - centre;
        squares += distance * distance;
      }
      mean.put(row, (float) centre);
      variance.put(row, (float) (squares / width));
      double scale = 1 / Math.sqrt(squares / width + epsilon);
      for (int i = 0; i < width; i++) {
        double normal = (x.get(start + i) - centre) * scale;
        y.put(start + i, (float) (normal * gain.get(i) + bias.get(i)));
      }
    }
  }

  void backward(FloatBuffer dy, FloatBuffer dx, FloatBuffer dgain, FloatBuffer dbias) {
    double[] gains = new double[width];
    double[] biases = new double[width];
    for (int row = 0; row < mean.capacity(); row++) {
      backward(row, dy, dx, gains, biases);
    }
    for (int i = 0; i < width; i++) {
      dgain.put(i, (float) gains[i]);
      dbias.put(i, (float) biases[i]);
    }
  }

  private void backward(int row, FloatBuffer dy, FloatBuffer dx, double[] gains, double[] biases) {
    int start = row * width;
    double centre = mean.get(row);
    double scale = 1 / Math.sqrt(variance.get(row) + epsilon);
    double sum = 0;
    double product = 0;
    for (int i = 0; i < width; i++) {
      double normal = (x.get(start + i) - centre) * scale;
      double dnormal = (double) dy.get(start + i) * gain.get(i);
      gains[i] += normal * dy.get(start + i);
      biases[i] += dy.get(start + i);
      sum += dnormal;
      product += dnormal * normal;
    }
    for (int i = 0; i < width; i++) {
      double normal = (x.get(start + i) - centre) * scale;
      double dnormal = (double) dy.get(start + i) * gain.get(i);
      dx.put(start + i, (float) (scale * (dnormal - (sum + normal * product) / width)));
    }
  }
}
