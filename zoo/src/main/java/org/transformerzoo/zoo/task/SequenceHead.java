package org.transformerzoo.zoo.task;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.architecture.blocks.Linear;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.pooling.PoolingHead;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/** Dropout and one linear layer on the pooled vector: what the sequence-level tasks share. */
abstract class SequenceHead implements TaskHead {

  private final List<String> labels;

  SequenceHead(List<String> labels) {
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("A " + name() + " head needs at least one label");
    }
    this.labels = List.copyOf(labels);
  }

  @Override
  public final String classSuffix() {
    return "ForSequenceClassification";
  }

  @Override
  public final List<String> labels() {
    return labels;
  }

  @Override
  public final boolean pools() {
    return true;
  }

  @Override
  public final TaskOutputs attach(
      GraphBuilder builder, Transformer transformer, PoolingHead pooling) {
    Pooled pooled = pooling.attachBelowHead(builder, transformer); // [batch, width]
    SDVariable dropped =
        builder.dropout(
            "classifier",
            pooled.vector(),
            transformer.config().headDropout(),
            shapes -> new long[] {shapes.get(TokenInputs.INPUT_IDS)[0], pooled.width()});
    SDVariable logits =
        Linear.add(
            builder,
            transformer.architecture().classifier(),
            Depth.head(),
            dropped,
            pooled.width(),
            labels.size());
    logits.rename(LOGITS); // [batch, labels]
    SDVariable placeholder = labelPlaceholder(builder);
    SDVariable loss = loss(builder, logits, placeholder);
    loss.rename(LOSS);
    return new TaskOutputs(placeholder, logits, loss);
  }

  @Override
  public final long lossItems(INDArray batchLabels) {
    return batchLabels.size(0);
  }

  @Override
  public final ConfigFile describe(ConfigFile config) {
    return config.withLabels(labels).with("problem_type", problemType());
  }

  /** The {@code problem_type} of transformers. */
  abstract String problemType();

  abstract SDVariable labelPlaceholder(GraphBuilder builder);

  abstract SDVariable loss(GraphBuilder builder, SDVariable logits, SDVariable labelPlaceholder);
}
