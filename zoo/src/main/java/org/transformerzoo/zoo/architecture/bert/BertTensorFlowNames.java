package org.transformerzoo.zoo.architecture.bert;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.weights.Transform;
import org.transformerzoo.zoo.weights.WeightMapping;
import org.transformerzoo.zoo.weights.tensorflow.TensorFlowNames;
import org.transformerzoo.zoo.weights.tensorflow.TensorFlowNames.Rule;

/** Under which names Google's own checkpoints store BERT's parameters. */
final class BertTensorFlowNames {

  private static final List<Rule> RULES =
      List.of(
          Rule.of("bert\\.embeddings\\.(\\w+_embeddings)\\.weight", "bert.embeddings.$1"),
          Rule.of("(.*\\.LayerNorm)\\.weight", "$1.gamma"),
          Rule.of("(.*\\.LayerNorm)\\.bias", "$1.beta"),
          Rule.of("cls\\.predictions\\.bias", "cls.predictions.output_bias"),
          // these two are made by hand, as [out, in], and not by a dense layer
          Rule.of("cls\\.seq_relationship\\.(weight)", "cls.seq_relationship.output_$1s"),
          Rule.of("cls\\.seq_relationship\\.(bias)", "cls.seq_relationship.output_$1"),
          Rule.of("classifier\\.weight", "output_weights"),
          Rule.of("classifier\\.bias", "output_bias"),
          Rule.of("(.*)\\.weight", "$1.kernel", Transform.TRANSPOSE),
          Rule.of("(.*)\\.bias", "$1.bias"));

  /** What pre-training leaves in a checkpoint whether or not a model has use for it. */
  private static final List<Pattern> IGNORED =
      Stream.concat(
              TensorFlowNames.OPTIMIZER_STATE.stream(),
              Stream.of(Pattern.compile("cls/.*"), Pattern.compile("bert/pooler/.*")))
          .toList();

  private BertTensorFlowNames() {}

  static WeightMapping mapping(Collection<Parameter> parameters) {
    return TensorFlowNames.mapping(parameters, RULES, IGNORED);
  }
}
