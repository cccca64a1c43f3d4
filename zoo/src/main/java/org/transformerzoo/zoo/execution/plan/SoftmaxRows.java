package org.transformerzoo.zoo.execution.plan;

import java.nio.FloatBuffer;

/** Softmax over the rows of a tensor, in Java. */
final class SoftmaxRows {

  private final FloatBuffer values;
  private final int width;

  /** {@code tensor}: scores before, probabilities or their logarithms after. */
  SoftmaxRows(Tensor tensor, Memory memory) {
    values = memory.buffer(tensor);
    width = Math.toIntExact(tensor.size(-1));
  }

  /** Replaces scores by probabilities. */
  void forward(Run run) {
    for (int start = 0; start < values.capacity(); start += width) {
      double shift = logarithmOfSum(start);
      for (int i = start; i < start + width; i++) {
        values.put(i, (float) Math.exp(values.get(i) - shift));
      }
    }
  }

  /** Replaces scores by the logarithms of probabilities. */
  void logForward(Run run) {
    for (int start = 0; start < values.capacity(); start += width) {
      double shift = logarithmOfSum(start);
      for (int i = start; i < start + width; i++) {
        values.put(i, (float) (values.get(i) - shift));
      }
    }
  }

  /** The gradient of the scores, from that of the probabilities. */
  void backward(FloatBuffer dy, FloatBuffer dx) {
    for (int start = 0; start < values.capacity(); start += width) {
      double product = 0;
      for (int i = start; i < start + width; i++) {
        product += (double) values.get(i) * dy.get(i);
      }
      for (int i = start; i < start + width; i++) {
        dx.put(i, (float) (values.get(i) * (dy.get(i) - product)));
      }
    }
  }

  /** The gradient of the scores, from that of the logarithms of probabilities. */
  void logBackward(FloatBuffer dy, FloatBuffer dx) {
    for (int start = 0; start < values.capacity(); start += width) {
      double sum = 0;
      for (int i = start; i < start + width; i++) {
        sum += dy.get(i);
      }
      for (int i = start; i < start + width; i++) {
        dx.put(i, (float) (dy.get(i) - Math.exp(values.get(i)) * sum));
      }
    }
  }

  private double logarithmOfSum(int start) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = start; i < start + width; i++) {
      largest = Math.max(largest, values.get(i));
    }
    double sum = 0;
    for (int i = start; i < start + width; i++) {
      sum += Math.exp(values.get(i) - largest);
    }
    return largest + Math.log(sum);
  }
}
