package org.transformerzoo.zoo.task;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.execution.InputRule;
import org.transformerzoo.zoo.pooling.PoolingHead;

/**
 * A class for every position of the body's output: what tagging and language modelling share.
 * Labels are int32, [batch, length], −100 where there is nothing to predict.
 */
abstract class TokenHead implements TaskHead {

  @Override
  public final boolean pools() {
    return false;
  }

  @Override
  public final TaskOutputs attach(
      GraphBuilder builder, Transformer transformer, PoolingHead pooling) {
    SameDiff graph = builder.graph();
    int classes = classes(transformer);
    SDVariable flatLogits = tokenLogits(builder, transformer); // [batch·length, classes]
    SDVariable logits = graph.reshape(flatLogits, transformer.positions().shape(graph, classes));
    logits.rename(LOGITS); // [batch, length, classes]
    SDVariable labels = labels(builder, transformer, classes);
    SDVariable loss = minimised(builder, flatLogits, graph.reshape(labels, -1), classes);
    loss.rename(LOSS);
    return new TaskOutputs(labels, logits, loss);
  }

  private SDVariable minimised(
      GraphBuilder builder, SDVariable flatLogits, SDVariable flatLabels, int classes) {
    SameDiff graph = builder.graph();
    double smoothing = builder.mode() == Mode.INFERENCE ? 0 : objective().labelSmoothing();
    if (builder.mode() != Mode.INFERENCE && objective().smoothness() > 0) {
      SDVariable clean = Losses.firstHalf(graph, flatLogits);
      SDVariable labels = Losses.firstHalf(graph, flatLabels);
      return Losses.crossEntropy(graph, clean, labels, classes, smoothing)
          .add(disagreement(graph, flatLogits, flatLabels).mul(2 * objective().smoothness()));
    }
    SDVariable loss = Losses.crossEntropy(graph, flatLogits, flatLabels, classes, smoothing);
    if (builder.mode() != Mode.TRAINING || objective().consistency() == 0) {
      return loss;
    }
    return loss.add(disagreement(graph, flatLogits, flatLabels).mul(objective().consistency()));
  }

  private static SDVariable disagreement(
      SameDiff graph, SDVariable flatLogits, SDVariable flatLabels) {
    SDVariable counted = graph.gte(flatLabels, 0).castTo(DataType.FLOAT); // [batch·length]
    return Losses.disagreement(graph, flatLogits, counted);
  }

  @Override
  public final long lossItems(INDArray batchLabels) {
    return Losses.counted(batchLabels);
  }

  /** The label placeholder, which a decoder that reads the labels has already declared. */
  private static SDVariable labels(GraphBuilder builder, Transformer transformer, int classes) {
    if (builder.graph().hasVariable(LABELS)) {
      return builder.graph().getVariable(LABELS);
    }
    builder.rule(InputRule.sizes(LABELS, transformer.positions().sizes()::of));
    return builder.labelPlaceholder(LABELS, classes, Losses.IGNORED, -1, -1);
  }

  abstract int classes(Transformer transformer);

  abstract SDVariable tokenLogits(GraphBuilder builder, Transformer transformer);
}
