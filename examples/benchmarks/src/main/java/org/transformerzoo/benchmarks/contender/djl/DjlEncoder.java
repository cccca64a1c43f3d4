package org.transformerzoo.benchmarks.contender.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import org.transformerzoo.benchmarks.workload.Batch;
import org.transformerzoo.benchmarks.workload.EncoderWeights;
import org.transformerzoo.benchmarks.workload.Sizes;

/**
 * BERT written by hand from DJL's operations. Scalars are arrays, because an operation with a
 * number keeps a temporary that may be freed before the backward pass reads it.
 */
final class DjlEncoder {

  private static final float NORM_EPSILON = 1e-12f;

  private final Sizes sizes;
  private final DjlWeights weights;
  private final NDArray ids;
  private final NDArray types;
  private final NDArray positions;
  private final NDArray scoreBias;
  private final NDArray scale;
  private final NDArray targets;

  DjlEncoder(NDManager manager, Sizes sizes, DjlWeights weights) {
    this.sizes = sizes;
    this.weights = weights;
    Batch batch = new Batch(sizes);
    Shape shape = new Shape(batch.size(), batch.length());
    this.ids = manager.create(batch.longIds(), shape);
    this.types = manager.create(new long[batch.size() * batch.length()], shape);
    this.positions = manager.arange(batch.length()).toType(DataType.INT64, false);
    this.scoreBias =
        manager.create(batch.scoreBias(), new Shape(batch.size(), 1, 1, batch.length()));
    this.scale = manager.create((float) (1 / Math.sqrt(sizes.headWidth())));
    this.targets = manager.create(targets(batch), new Shape(batch.size(), EncoderWeights.CLASSES));
  }

  /** One-hot labels times −1/batch, so that the loss is a product and a sum. */
  private static float[] targets(Batch batch) {
    float[] targets = new float[batch.size() * EncoderWeights.CLASSES];
    int[] labels = batch.labels();
    for (int row = 0; row < labels.length; row++) {
      targets[row * EncoderWeights.CLASSES + labels[row]] = -1f / labels.length;
    }
    return targets;
  }

  /** The last hidden state, [batch, length, hidden], attached to {@code manager}. */
  NDArray hidden(NDManager manager) {
    NDArray x = embeddings(manager);
    for (int layer = 0; layer < sizes.layers(); layer++) {
      x = layer(EncoderWeights.layerName(layer), x);
    }
    return x;
  }

  /** The mean cross-entropy of the labels, a scalar attached to {@code manager}. */
  NDArray loss(NDManager manager) {
    NDArray first = hidden(manager).get(new NDIndex(":, 0"));
    NDArray pooled = linear("bert.pooler.dense", first).tanh();
    return linear("classifier", pooled).logSoftmax(-1).mul(targets).sum();
  }

  private NDArray embeddings(NDManager manager) {
    NDArray words = lookup(manager, "word", ids);
    NDArray sum =
        words.add(lookup(manager, "token_type", types)).add(lookup(manager, "position", positions));
    return norm("bert.embeddings.LayerNorm", sum);
  }

  private NDArray lookup(NDManager manager, String table, NDArray rows) {
    NDArray weight = weights.get("bert.embeddings." + table + "_embeddings.weight");
    NDArray found = Embedding.embedding(rows, weight, SparseFormat.DENSE).singletonOrThrow();
    found.attach(manager);
    return found;
  }

  private NDArray layer(String prefix, NDArray x) {
    NDArray attended = linear(prefix + "attention.output.dense", attention(prefix, x));
    NDArray middle = norm(prefix + "attention.output.LayerNorm", attended.add(x));
    NDArray inner = Activation.gelu(linear(prefix + "intermediate.dense", middle));
    NDArray outer = linear(prefix + "output.dense", inner);
    return norm(prefix + "output.LayerNorm", outer.add(middle));
  }

  private NDArray attention(String prefix, NDArray x) {
    NDArray query = heads(linear(prefix + "attention.self.query", x));
    NDArray key = heads(linear(prefix + "attention.self.key", x));
    NDArray value = heads(linear(prefix + "attention.self.value", x));
    NDArray scores = query.matMul(key.transpose(0, 1, 3, 2)).mul(scale).add(scoreBias);
    NDArray context = scores.softmax(-1).matMul(value);
    return context.transpose(0, 2, 1, 3).reshape(sizes.batch(), sizes.length(), sizes.hidden());
  }

  private NDArray heads(NDArray x) {
    return x.reshape(sizes.batch(), sizes.length(), sizes.heads(), sizes.headWidth())
        .transpose(0, 2, 1, 3);
  }

  private NDArray linear(String name, NDArray x) {
    return Linear.linear(x, weights.get(name + ".weight"), weights.get(name + ".bias"))
        .singletonOrThrow();
  }

  private NDArray norm(String name, NDArray x) {
    return LayerNorm.layerNorm(
            x,
            new Shape(sizes.hidden()),
            weights.get(name + ".weight"),
            weights.get(name + ".bias"),
            NORM_EPSILON)
        .singletonOrThrow();
  }
}
