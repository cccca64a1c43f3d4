package org.transformerzoo.zoo.task;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.transformerzoo.zoo.architecture.GraphBuilder;

/** {@code regression}: one or more numbers; labels are float32, [batch, targets]. */
public final class Regression extends SequenceHead {

  /** A head with one output for each of {@code targets}. */
  public Regression(List<String> targets) {
    this(targets, Objective.plain());
  }

  /** As {@link #Regression(List)}, trained to minimise {@code objective}. */
  public Regression(List<String> targets, Objective objective) {
    super(targets, objective);
  }

  @Override
  public String name() {
    return "regression";
  }

  @Override
  String problemType() {
    return "regression";
  }

  @Override
  SDVariable labelPlaceholder(GraphBuilder builder) {
    return builder.placeholder(LABELS, DataType.FLOAT, -1, labels().size());
  }

  @Override
  SDVariable loss(GraphBuilder builder, SDVariable logits, SDVariable labelPlaceholder) {
    return Losses.squaredError(logits, labelPlaceholder);
  }

  @Override
  SDVariable change(GraphBuilder builder, SDVariable logits, SDVariable labelPlaceholder) {
    return disagreement(builder, logits, labelPlaceholder);
  }

  @Override
  SDVariable disagreement(GraphBuilder builder, SDVariable logits, SDVariable labelPlaceholder) {
    return Losses.squaredDisagreement(builder.graph(), logits);
  }
}
