package org.transformerzoo.zoo.execution.plan;

import java.nio.FloatBuffer;

/** {@link RelativeBias} and its gradient in Java, row by row of the keys of one query. */
final class RelativeBiasRows {

  private final int heads;
  private final int batch;
  private final int length;
  private final int distances;
  private final int keys;
  private final int maskRows;
  private final float scale;
  private final FloatBuffer otherSegment;
  private final FloatBuffer mask;
  private final float[] other;
  private final float[] hidden;
  private final float[] row;
  private final float[] zeros;

  RelativeBiasRows(RelativeBias operation, Memory memory) {
    Tensor scores = operation.distances();
    heads = Math.toIntExact(scores.size(0));
    batch = Math.toIntExact(scores.size(1));
    length = Math.toIntExact(scores.size(2));
    distances = Math.toIntExact(scores.size(3));
    keys = Math.toIntExact(operation.bias().size(3));
    maskRows = Math.toIntExact(operation.mask().size(1));
    scale = operation.scale();
    otherSegment = memory.buffer(operation.otherSegment());
    mask = memory.buffer(operation.mask());
    other = new float[keys];
    hidden = new float[keys];
    row = new float[keys];
    zeros = new float[distances];
  }

  Call forward(FloatBuffer scores, FloatBuffer segments, FloatBuffer bias) {
    return run -> {
      for (int entry = 0; entry < batch; entry++) {
        for (int query = 0; query < length; query++) {
          otherSegment.get((entry * length + query) * keys, other);
          mask.get((entry * maskRows + (maskRows == 1 ? 0 : query)) * keys, hidden);
          for (int head = 0; head < heads; head++) {
            scores.get(shifted(head, entry, query), row);
            add(segments.get((head * batch + entry) * length + query));
            bias.put(result(head, entry, query), row);
          }
        }
      }
    };
  }

  private void add(float segment) {
    for (int key = 0; key < keys; key++) {
      row[key] = (row[key] + segment * other[key]) * scale + hidden[key];
    }
  }

  Call backward(FloatBuffer dbias, FloatBuffer dscores, FloatBuffer dsegments) {
    return run -> {
      for (int i = 0; i < heads * batch * length; i++) {
        dscores.put(i * distances, zeros);
      }
      for (int entry = 0; entry < batch; entry++) {
        for (int query = 0; query < length; query++) {
          otherSegment.get((entry * length + query) * keys, other);
          for (int head = 0; head < heads; head++) {
            dbias.get(result(head, entry, query), row);
            dsegments.put((head * batch + entry) * length + query, differentiate());
            dscores.put(shifted(head, entry, query), row);
          }
        }
      }
    };
  }

  /** Scales the row; the sum of it where the texts differ. */
  private float differentiate() {
    float sum = 0;
    for (int key = 0; key < keys; key++) {
      row[key] *= scale;
      sum += row[key] * other[key];
    }
    return sum;
  }

  /** Where the scores of the keys of a query begin among those of distances. */
  private int shifted(int head, int entry, int query) {
    return ((head * batch + entry) * length + query) * distances + length - query;
  }

  private int result(int head, int entry, int query) {
    return ((entry * heads + head) * length + query) * keys;
  }
}
