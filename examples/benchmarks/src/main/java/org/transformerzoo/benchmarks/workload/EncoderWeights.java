package org.transformerzoo.benchmarks.workload;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The weights of a BERT classifier with two classes, by the names that transformers gives them.
 * Every contender draws the same values, in its own process.
 */
public final class EncoderWeights {

  /** Number of classes. */
  public static final int CLASSES = 2;

  private static final double MATRIX_DEVIATION = 0.03;
  private static final double VECTOR_DEVIATION = 0.1;

  private final Map<String, long[]> shapes = new LinkedHashMap<>();

  /** The weights of a model of {@code sizes}. */
  public EncoderWeights(Sizes sizes) {
    int hidden = sizes.hidden();
    matrix("bert.embeddings.word_embeddings", sizes.vocabulary(), hidden);
    matrix("bert.embeddings.position_embeddings", sizes.positions(), hidden);
    matrix("bert.embeddings.token_type_embeddings", 2, hidden);
    norm("bert.embeddings.LayerNorm", hidden);
    for (int layer = 0; layer < sizes.layers(); layer++) {
      layer(layerName(layer), hidden, sizes.intermediate());
    }
    linear("bert.pooler.dense", hidden, hidden);
    linear("classifier", CLASSES, hidden);
  }

  private void layer(String prefix, int hidden, int intermediate) {
    linear(prefix + "attention.self.query", hidden, hidden);
    linear(prefix + "attention.self.key", hidden, hidden);
    linear(prefix + "attention.self.value", hidden, hidden);
    linear(prefix + "attention.output.dense", hidden, hidden);
    norm(prefix + "attention.output.LayerNorm", hidden);
    linear(prefix + "intermediate.dense", intermediate, hidden);
    linear(prefix + "output.dense", hidden, intermediate);
    norm(prefix + "output.LayerNorm", hidden);
  }

  private void linear(String name, long out, long in) {
    matrix(name, out, in);
    shapes.put(name + ".bias", new long[] {out});
  }

  private void matrix(String name, long rows, long columns) {
    shapes.put(name + ".weight", new long[] {rows, columns});
  }

  private void norm(String name, long width) {
    shapes.put(name + ".weight", new long[] {width});
    shapes.put(name + ".bias", new long[] {width});
  }

  /** How the names of the weights of layer {@code index} begin. */
  public static String layerName(int index) {
    return "bert.encoder.layer." + index + ".";
  }

  /**
   * Whether the gradient of a weight is zero in exact arithmetic: softmax does not see what is
   * added to all scores of a query. Adam, which divides by the gradient's size, moves it by
   * rounding.
   */
  public static boolean movedByRounding(String name) {
    return name.endsWith(".key.bias") || name.endsWith(".k_proj.bias");
  }

  /** The dimensions of each weight; a linear layer's is [out, in]. */
  public Map<String, long[]> shapes() {
    return shapes;
  }

  /** The values of one weight, drawn afresh. */
  public float[] values(String name) {
    return values(name, shapes.get(name));
  }

  /** The values of a weight of any model, drawn afresh. */
  public static float[] values(String name, long... shape) {
    boolean vector = shape.length == 1;
    float mean = vector && name.endsWith(".weight") ? 1 : 0;
    double deviation = vector ? VECTOR_DEVIATION : MATRIX_DEVIATION;
    SplittableRandom random = new SplittableRandom(name.hashCode());
    float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b))];
    for (int i = 0; i < values.length; i++) {
      values[i] = mean + (float) (random.nextGaussian() * deviation);
    }
    return values;
  }
}
