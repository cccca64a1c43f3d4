package org.transformerzoo.benchmarks.contender.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import onnx.Onnx.TensorProto.DataType;
import org.transformerzoo.benchmarks.workload.EncoderWeights;
import org.transformerzoo.benchmarks.workload.Sizes;

/**
 * BERT's body as an ONNX graph, as exporters write it: GELU is composed from {@code Erf}, which
 * ONNX Runtime fuses, and weights are stored as {@code MatMul} reads them.
 */
public final class OnnxEncoder {

  static final String FILE = "encoder.onnx";
  static final String IDS = "input_ids";
  static final String TYPES = "token_type_ids";
  static final String SCORE_BIAS = "score_bias";

  private static final float NORM_EPSILON = 1e-12f;

  private final Sizes sizes;
  private final EncoderWeights weights;
  private final OnnxGraph graph = new OnnxGraph();

  private OnnxEncoder(Sizes sizes) {
    this.sizes = sizes;
    this.weights = new EncoderWeights(sizes);
  }

  /** Writes the model of {@code sizes} to {@code folder}. */
  public static void write(Sizes sizes, Path folder) {
    OnnxEncoder encoder = new OnnxEncoder(sizes);
    encoder.build();
    try {
      Files.write(folder.resolve(FILE), encoder.graph.toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void build() {
    constants();
    String x = embeddings();
    for (int layer = 0; layer < sizes.layers(); layer++) {
      x = layer(EncoderWeights.layerName(layer), x);
    }
    graph.output(x, sizes.batch(), sizes.length(), sizes.hidden());
  }

  private void constants() {
    graph.integers("positions", LongStream.range(0, sizes.length()).toArray());
    graph.integers("heads", 0, 0, sizes.heads(), sizes.headWidth());
    graph.integers("merged", 0, 0, sizes.hidden());
    graph.floats("divisor", new float[] {(float) Math.sqrt(sizes.headWidth())});
    graph.floats("square root of two", new float[] {(float) Math.sqrt(2)});
    graph.floats("one", new float[] {1});
    graph.floats("half", new float[] {0.5f});
  }

  private String embeddings() {
    String ids = graph.input(IDS, DataType.INT64, sizes.batch(), sizes.length());
    String types = graph.input(TYPES, DataType.INT64, sizes.batch(), sizes.length());
    graph.input(SCORE_BIAS, DataType.FLOAT, sizes.batch(), 1, 1, sizes.length());
    String sum = graph.node("Add", lookup("word", ids), lookup("token_type", types));
    return norm(
        "bert.embeddings.LayerNorm", graph.node("Add", sum, lookup("position", "positions")));
  }

  private String lookup(String table, String rows) {
    return graph.node("Gather", weight("bert.embeddings." + table + "_embeddings.weight"), rows);
  }

  private String layer(String prefix, String x) {
    String attended = linear(prefix + "attention.output.dense", attention(prefix, x));
    String middle = norm(prefix + "attention.output.LayerNorm", graph.node("Add", attended, x));
    String inner = gelu(linear(prefix + "intermediate.dense", middle));
    String outer = linear(prefix + "output.dense", inner);
    return norm(prefix + "output.LayerNorm", graph.node("Add", outer, middle));
  }

  private String attention(String prefix, String x) {
    String query = graph.transpose(heads(prefix + "attention.self.query", x), 0, 2, 1, 3);
    String key = graph.transpose(heads(prefix + "attention.self.key", x), 0, 2, 3, 1);
    String value = graph.transpose(heads(prefix + "attention.self.value", x), 0, 2, 1, 3);
    String scores = graph.node("Div", graph.node("MatMul", query, key), "divisor");
    String biased = graph.node("Add", scores, SCORE_BIAS);
    String context = graph.node("MatMul", graph.nodeAlong(-1, "Softmax", biased), value);
    return graph.node("Reshape", graph.transpose(context, 0, 2, 1, 3), "merged");
  }

  private String heads(String name, String x) {
    return graph.node("Reshape", linear(name, x), "heads");
  }

  private String gelu(String x) {
    String error = graph.node("Erf", graph.node("Div", x, "square root of two"));
    return graph.node("Mul", graph.node("Mul", x, graph.node("Add", error, "one")), "half");
  }

  private String linear(String name, String x) {
    long[] shape = weights.shapes().get(name + ".weight");
    int out = (int) shape[0];
    int in = (int) shape[1];
    float[] values = weights.values(name + ".weight");
    float[] transposed = new float[values.length];
    for (int row = 0; row < out; row++) {
      for (int column = 0; column < in; column++) {
        transposed[column * out + row] = values[row * in + column];
      }
    }
    String weight = graph.floats(name + ".weight", transposed, in, out);
    return graph.node("Add", graph.node("MatMul", x, weight), weight(name + ".bias"));
  }

  private String norm(String name, String x) {
    return graph.layerNorm(NORM_EPSILON, x, weight(name + ".weight"), weight(name + ".bias"));
  }

  private String weight(String name) {
    return graph.floats(name, weights.values(name), weights.shapes().get(name));
  }
}
