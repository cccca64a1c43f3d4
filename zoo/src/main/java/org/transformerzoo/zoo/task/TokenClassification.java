package org.transformerzoo.zoo.task;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.Transformer;
import org.transformerzoo.zoo.architecture.blocks.Linear;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.parameter.Depth;

/** {@code tokens}: one of several tags for every token. */
public final class TokenClassification extends TokenHead {

  private final List<String> labels;
  private final Objective objective;

  /** A head with one output for each of {@code labels}. */
  public TokenClassification(List<String> labels) {
    this(labels, Objective.plain());
  }

  /**
   * As {@link #TokenClassification(List)}, trained to minimise {@code objective}.
   *
   * @throws IllegalArgumentException if there is no label
   */
  public TokenClassification(List<String> labels, Objective objective) {
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("A tokens head needs at least one label");
    }
    this.labels = List.copyOf(labels);
    this.objective = objective;
  }

  @Override
  public Objective objective() {
    return objective;
  }

  @Override
  public String name() {
    return "tokens";
  }

  @Override
  public String classSuffix() {
    return "ForTokenClassification";
  }

  @Override
  public List<String> labels() {
    return labels;
  }

  @Override
  public ConfigFile describe(ConfigFile config) {
    return config.withLabels(labels).without("problem_type");
  }

  @Override
  int classes(Transformer transformer) {
    return labels.size();
  }

  @Override
  SDVariable tokenLogits(GraphBuilder builder, Transformer transformer) {
    long hidden = transformer.config().hiddenSize();
    SDVariable tokens = builder.graph().reshape(transformer.lastHiddenState(), -1, hidden);
    SDVariable dropped =
        builder.dropout(
            "classifier",
            tokens,
            transformer.config().tokenHeadDropout(),
            transformer.positions().rows(hidden));
    return Linear.add(builder, "classifier", Depth.head(), dropped, hidden, labels.size());
  }
}
