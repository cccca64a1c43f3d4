package org.transformerzoo.zoo.task;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.transformerzoo.zoo.architecture.GraphBuilder;

/** {@code multilabel}: any of several labels; labels are 0 or 1, float32, [batch, labels]. */
public final class MultiLabel extends SequenceHead {

  /** A head with one output for each of {@code labels}. */
  public MultiLabel(List<String> labels) {
    this(labels, Objective.plain());
  }

  /** As {@link #MultiLabel(List)}, trained to minimise {@code objective}. */
  public MultiLabel(List<String> labels, Objective objective) {
    super(labels, objective);
  }

  @Override
  public String name() {
    return "multilabel";
  }

  @Override
  String problemType() {
    return "multi_label_classification";
  }

  @Override
  SDVariable labelPlaceholder(GraphBuilder builder) {
    return builder.placeholder(LABELS, DataType.FLOAT, -1, labels().size());
  }

  @Override
  SDVariable loss(GraphBuilder builder, SDVariable logits, SDVariable labelPlaceholder) {
    return Losses.binaryCrossEntropy(builder.graph(), logits, labelPlaceholder);
  }

  @Override
  SDVariable disagreement(GraphBuilder builder, SDVariable logits, SDVariable labelPlaceholder) {
    return Losses.binaryDisagreement(builder.graph(), logits);
  }
}
