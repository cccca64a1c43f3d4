package org.transformerzoo.zoo.architecture;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.config.TransformerConfig;

/**
 * The body of a model inside a graph under construction: what pooling and task heads build on.
 *
 * @param architecture that built it
 * @param config its sizes
 * @param inputs its placeholders
 * @param hiddenStates the output of the embeddings and of each layer, each [batch, length, hidden],
 *     named {@code hidden_states.0} …
 * @param attentions the attention probabilities of each layer before dropout, each [batch, heads,
 *     length, length], named {@code attentions.0} …
 */
public record Transformer(
    Architecture architecture,
    TransformerConfig config,
    TokenInputs inputs,
    List<SDVariable> hiddenStates,
    List<SDVariable> attentions) {

  /** Prefix of the names of {@link #hiddenStates}. */
  public static final String HIDDEN_STATES = "hidden_states.";

  /** Prefix of the names of {@link #attentions}. */
  public static final String ATTENTIONS = "attentions.";

  public Transformer {
    hiddenStates = List.copyOf(hiddenStates);
    attentions = List.copyOf(attentions);
  }

  /** The output of the last layer, [batch, length, hidden]. */
  public SDVariable lastHiddenState() {
    return hiddenStates.get(hiddenStates.size() - 1);
  }
}
