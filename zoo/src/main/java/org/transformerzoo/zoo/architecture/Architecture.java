package org.transformerzoo.zoo.architecture;

import java.util.Collection;
import org.nd4j.autodiff.samediff.SDVariable;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.config.TransformerConfig;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.weights.WeightMapping;

/**
 * A family of transformers.
 *
 * <p>To add one: write its configuration record, its graph and this interface in a folder of its
 * own beside {@code bert}, from the pieces in {@code blocks}; name its parameters as transformers
 * names them; and add one line to {@link Architectures}.
 */
public interface Architecture {

  /** The {@code model_type} of {@code config.json}. */
  String modelType();

  /** How transformers begins the names of this family's classes, such as {@code Bert}. */
  String classPrefix();

  /** The prefix of the body's parameters in checkpoints with a head, such as {@code bert.}. */
  String parameterPrefix();

  /** Reads and checks the configuration. */
  TransformerConfig readConfig(ConfigFile file);

  /** Adds the body, from the placeholders to the last hidden state. */
  Transformer build(GraphBuilder builder, TransformerConfig config);

  /** Adds the family's own pooler: one summary vector of a sequence, [batch, hidden]. */
  SDVariable pooler(GraphBuilder builder, Transformer transformer);

  /** Adds the family's masked-language-model head: [batch·length, vocabulary]. */
  SDVariable languageModelLogits(GraphBuilder builder, Transformer transformer);

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
