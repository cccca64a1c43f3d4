package org.transformerzoo.zoo.architecture;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.config.TransformerConfig;

/**
 * The body of a model inside a graph under construction: what pooling and task heads build on.
 *
 * @param architecture that built it
 * @param config its sizes
 * @param inputs its placeholders
 * @param hiddenStates the output of the embeddings and of each layer of the stack that ends in
 *     {@code lastHiddenState}, each [batch, length, hidden]; in encoder-decoders the decoder's
 * @param attentions the self-attention probabilities of each layer of that stack before dropout,
 *     each [batch, heads, length, length]
 * @param lastHiddenState what heads read, [batch, length, hidden]
 * @param positions batch and length of {@code lastHiddenState}
 * @param observations everything that can be compared with a reference, by the name of the output
 *     of transformers; an output that has several parts, one per layer, is a list of them
 */
public record Transformer(
    Architecture architecture,
    TransformerConfig config,
    TokenInputs inputs,
    List<SDVariable> hiddenStates,
    List<SDVariable> attentions,
    SDVariable lastHiddenState,
    Positions positions,
    Map<String, List<SDVariable>> observations) {

  /**
   * Prefix of the names of {@link #hiddenStates} where there is one stack, followed by a number.
   */
  public static final String HIDDEN_STATES = "hidden_states.";

  /** Prefix of the names of {@link #attentions} where there is one stack, followed by a number. */
  public static final String ATTENTIONS = "attentions.";

  /** Prefix of the names of memories that go in, followed by the number of the layer. */
  public static final String MEMORIES = "mems.";

  /** Prefix of the names of memories that come out, followed by the number of the layer. */
  public static final String NEW_MEMORIES = "new_mems.";

  /** Copies the lists, and keeps the order of the observations. */
  public Transformer {
    hiddenStates = List.copyOf(hiddenStates);
    attentions = List.copyOf(attentions);
    observations = Collections.unmodifiableMap(new LinkedHashMap<>(observations));
  }
}
