package org.transformerzoo.zoo.task;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.transformerzoo.zoo.architecture.GraphBuilder;

/** {@code classification}: one of several classes; labels are int32, [batch]. */
public final class Classification extends SequenceHead {

  /** A head with one output for each of {@code labels}. */
  public Classification(List<String> labels) {
    this(labels, Objective.plain());
  }

  /** As {@link #Classification(List)}, trained to minimise {@code objective}. */
  public Classification(List<String> labels, Objective objective) {
    super(labels, objective);
  }

  @Override
  public String name() {
    return "classification";
  }

  @Override
  String problemType() {
    return "single_label_classification";
  }

  @Override
  SDVariable labelPlaceholder(GraphBuilder builder) {
    return builder.labelPlaceholder(LABELS, labels().size(), Losses.IGNORED, -1);
  }

  @Override
  SDVariable loss(GraphBuilder builder, SDVariable logits, SDVariable labelPlaceholder) {
    return Losses.crossEntropy(
        builder.graph(), logits, labelPlaceholder, labels().size(), smoothing(builder));
  }

  @Override
  SDVariable disagreement(GraphBuilder builder, SDVariable logits, SDVariable labelPlaceholder) {
    SDVariable counted = builder.graph().gte(labelPlaceholder, 0).castTo(DataType.FLOAT);
    return Losses.disagreement(builder.graph(), logits, counted);
  }
}
