package org.transformerzoo.zoo.architecture;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.blocks.FirstToken;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.config.TransformerConfig;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.weights.WeightMapping;

/**
 * A family of transformers.
 *
 * <p>To add one: write its configuration record, its graph and this interface in a folder of its
 * own beside {@code bert}, from the pieces in {@code blocks}; name its parameters as transformers
 * names them; and add one line to {@link Architectures}. {@code docs/adding-an-architecture.md}
 * goes through it step by step.
 */
public interface Architecture {

  /** The {@code model_type} of {@code config.json}. */
  String modelType();

  /** How transformers begins the names of this family's classes, such as {@code Bert}. */
  String classPrefix();

  /**
   * How transformers ends the names of those classes that are built here, such as {@code
   * ForMaskedLM}; {@code Model} is the body alone.
   */
  Set<String> classSuffixes();

  /** The prefix of the body's parameters in checkpoints with a head, such as {@code bert.}. */
  String parameterPrefix();

  /** The name of the last layer of the family's sequence-level head. */
  default String classifier() {
    return "classifier";
  }

  /** How many classes transformers assumes where the configuration does not say. */
  default int defaultLabels() {
    return 2;
  }

  /** Reads and checks the configuration. */
  TransformerConfig readConfig(ConfigFile file);

  /** The keys of {@code config.json} that hold probabilities of dropout. */
  List<String> dropoutKeys();

  /** The inputs that {@link #build} takes on request. */
  default Set<ModelInput> optionalInputs() {
    return Set.of();
  }

  /**
   * Adds the body, from the placeholders to the last hidden state.
   *
   * @param inputs which of {@link #optionalInputs} the graph has
   */
  Transformer build(GraphBuilder builder, TransformerConfig config, Set<ModelInput> inputs);

  /** Whether the bare body comes with a {@link #pooler}. */
  default boolean hasPooler() {
    return true;
  }

  /**
   * Adds the family's own pooler, the one that a bare body has: one vector for each sequence,
   * [batch, hidden].
   *
   * @throws InvalidModelException if the family has none
   */
  default SDVariable pooler(GraphBuilder builder, Transformer transformer) {
    throw new InvalidModelException("A bare " + modelType() + " model has no pooler");
  }

  /**
   * Adds what the family's sequence-level heads read: one vector for each sequence, [batch,
   * hidden].
   */
  default SDVariable summary(GraphBuilder builder, Transformer transformer) {
    return pooler(builder, transformer);
  }

  /**
   * The state of the token that stands for its whole sequence, [batch, hidden]: the first one,
   * unless the family overrides this.
   *
   * @param hiddenState [batch, length, hidden]
   */
  default SDVariable summaryToken(
      GraphBuilder builder, Transformer transformer, SDVariable hiddenState) {
    return FirstToken.of(hiddenState);
  }

  /** Whether that token comes last, behind the one that ends the sequence, as in XLNet. */
  default boolean summaryComesLast() {
    return false;
  }

  /**
   * {@code transformer} as poolings see it that read the states of {@code stack}: its hidden
   * states, token ids and mask are those of that stack.
   *
   * @throws InvalidModelException if the family has no such stack
   */
  default Transformer statesOf(Transformer transformer, Depth.Stack stack) {
    if (stack == Depth.Stack.ENCODER) {
      return transformer;
    }
    throw new InvalidModelException(
        "A model of the architecture " + modelType() + " has no decoder states");
  }

  /**
   * Adds one more layer, like those of the encoder, whose parameters belong to a head.
   *
   * @param name prefix of the names of its parameters, without the dot
   * @param input [batch, length, hidden]
   * @return [batch, length, hidden]
   * @throws InvalidModelException if the family cannot build such layers
   */
  default SDVariable newLayer(
      GraphBuilder builder, Transformer transformer, String name, SDVariable input) {
    throw new InvalidModelException(
        "The architecture " + modelType() + " cannot add layers of its own to a head");
  }

  /**
   * Adds the scores of every word of the vocabulary at each position of the body's output:
   * [positions, vocabulary].
   */
  SDVariable languageModelLogits(GraphBuilder builder, Transformer transformer);

  /**
   * The family's language model as graphs that write one token after another.
   *
   * @throws InvalidModelException if the family writes no texts
   */
  default IncrementalDecoder incrementalDecoder(TransformerConfig config) {
    throw new InvalidModelException("A " + modelType() + " model does not generate text");
  }

  /** Where checkpoints of transformers store {@code parameters}. */
  WeightMapping transformersNames(Collection<Parameter> parameters);

  /**
   * Where the authors' own TensorFlow checkpoints store {@code parameters}.
   *
   * @throws InvalidModelException if there are no such checkpoints of this family
   */
  default WeightMapping tensorFlowNames(Collection<Parameter> parameters) {
    throw new InvalidModelException(
        "There are no TensorFlow checkpoints of \"%s\", expected another format of weights"
            .formatted(modelType()));
  }
}
