package org.transformerzoo.zoo.task;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.architecture.blocks.Linear;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.pooling.PoolingHead;
import org.transformerzoo.zoo.pooling.PoolingHead.Pooled;

/**
 * Dropout and one linear layer on the pooled vector: what the sequence-level tasks share. Where a
 * pooling gives several vectors, the layer is applied to each, the losses are added up and the
 * logits are averaged.
 */
abstract class SequenceHead implements TaskHead {

  private static final String DROPOUT_SITE = "classifier";

  private final List<String> labels;
  private final Objective objective;

  SequenceHead(List<String> labels, Objective objective) {
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("A " + name() + " head needs at least one label");
    }
    this.labels = List.copyOf(labels);
    this.objective = objective;
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
  public final Objective objective() {
    return objective;
  }

  @Override
  public final boolean pools() {
    return true;
  }

  @Override
  public final TaskOutputs attach(
      GraphBuilder builder, Transformer transformer, PoolingHead pooling) {
    Pooled pooled = pooling.attachBelowHead(builder, transformer); // [batch, width] each
    List<SDVariable> each = logits(builder, transformer, pooled); // [batch, labels] each
    SDVariable logits = Pooled.average(each);
    logits.rename(LOGITS); // [batch, labels]
    SDVariable placeholder = labelPlaceholder(builder);
    SDVariable loss =
        Pooled.sum(each.stream().map(one -> minimised(builder, one, placeholder)).toList());
    loss.rename(LOSS);
    return new TaskOutputs(placeholder, logits, loss);
  }

  private SDVariable minimised(GraphBuilder builder, SDVariable logits, SDVariable placeholder) {
    if (builder.mode() != Mode.INFERENCE && objective.smoothness() > 0) {
      SDVariable clean = Losses.firstHalf(builder.graph(), logits);
      return loss(builder, clean, Losses.firstHalf(builder.graph(), placeholder))
          .add(change(builder, logits, placeholder).mul(objective.smoothness()));
    }
    SDVariable loss = loss(builder, logits, placeholder);
    return builder.mode() == Mode.TRAINING && objective.consistency() > 0
        ? loss.add(disagreement(builder, logits, placeholder).mul(objective.consistency()))
        : loss;
  }

  /** The share of labels that is spread over all classes in a graph of this mode. */
  final double smoothing(GraphBuilder builder) {
    return builder.mode() == Mode.INFERENCE ? 0 : objective.labelSmoothing();
  }

  /** Dropout and the classifier on each vector of {@code pooled}. */
  private List<SDVariable> logits(GraphBuilder builder, Transformer transformer, Pooled pooled) {
    Linear classifier =
        Linear.declare(
            builder,
            transformer.architecture().classifier(),
            Depth.head(),
            pooled.width(),
            labels.size());
    List<SDVariable> logits = new ArrayList<>();
    for (SDVariable vector : pooled.vectors()) {
      SDVariable dropped =
          builder.dropout(
              logits.isEmpty() ? DROPOUT_SITE : DROPOUT_SITE + "." + logits.size(),
              vector,
              transformer.config().headDropout(),
              shapes -> new long[] {shapes.get(TokenInputs.INPUT_IDS)[0], pooled.width()});
      logits.add(classifier.apply(builder.graph(), dropped));
    }
    return logits;
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

  /** How much the second half of a doubled batch differs from the first: both divergences. */
  SDVariable change(GraphBuilder builder, SDVariable logits, SDVariable labelPlaceholder) {
    return disagreement(builder, logits, labelPlaceholder).mul(2);
  }

  /** How much the halves of a doubled batch disagree, a scalar. */
  abstract SDVariable disagreement(
      GraphBuilder builder, SDVariable logits, SDVariable labelPlaceholder);
}
