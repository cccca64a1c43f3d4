package org.transformerzoo.zoo.architecture.xlnet;

import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.weights.Transform;
import org.transformerzoo.zoo.weights.WeightMapping;
import org.transformerzoo.zoo.weights.WeightMapping.Candidate;
import org.transformerzoo.zoo.weights.tensorflow.TensorFlowNames;
import org.transformerzoo.zoo.weights.tensorflow.TensorFlowNames.Rule;

/**
 * Under which names the authors' own checkpoints store XLNet's parameters.
 *
 * <p>The biases of attention and the segment embeddings of all layers are one variable each, sliced
 * along its first axis; if the layers share a bias ({@code untie_r} false) it lacks that axis.
 */
final class XlnetTensorFlowNames {

  private static final Pattern SLICED =
      Pattern.compile(
          "transformer\\.layer\\.(\\d+)\\.rel_attn\\.(r_w_bias|r_r_bias|r_s_bias|seg_embed)");

  private static final List<Rule> RULES =
      List.of(
          Rule.of(
              "transformer\\.word_embedding\\.weight",
              "model.transformer.word_embedding.lookup_table"),
          Rule.of("transformer\\.mask_emb", "model.transformer.mask_emb.mask_emb"),
          Rule.of("(transformer\\..*\\.rel_attn\\.[qkvor])", "model.$1.kernel"),
          Rule.of("(transformer\\..*)\\.layer_norm\\.weight", "model.$1.LayerNorm.gamma"),
          Rule.of("(transformer\\..*)\\.layer_norm\\.bias", "model.$1.LayerNorm.beta"),
          // misspelt in the authors' code
          Rule.of(
              "sequence_summary\\.summary\\.weight",
              "model.sequnece_summary.summary.kernel",
              Transform.TRANSPOSE),
          Rule.of("sequence_summary\\.summary\\.bias", "model.sequnece_summary.summary.bias"),
          Rule.of("(transformer\\..*)\\.weight", "model.$1.kernel", Transform.TRANSPOSE),
          Rule.of("((transformer\\..*|lm_loss)\\.bias)", "model.$1"));

  /** What pre-training leaves in a checkpoint whether or not a model has use for it. */
  private static final List<Pattern> IGNORED =
      Stream.concat(
              TensorFlowNames.OPTIMIZER_STATE.stream(),
              Stream.of(
                  Pattern.compile("model/lm_loss/.*"),
                  Pattern.compile("model/transformer/mask_emb/mask_emb")))
          .toList();

  private XlnetTensorFlowNames() {}

  static WeightMapping mapping(Collection<Parameter> parameters) {
    int layers = countLayers(parameters);
    Rule slices = new Rule(SLICED, match -> slices(match, layers));
    return TensorFlowNames.mapping(
        parameters, Stream.concat(Stream.of(slices), RULES.stream()).toList(), IGNORED);
  }

  private static int countLayers(Collection<Parameter> parameters) {
    return (int)
        parameters.stream().filter(one -> one.name().endsWith(".rel_attn.r_w_bias")).count();
  }

  private static List<Candidate> slices(MatchResult match, int layers) {
    String variable = "model/transformer/" + match.group(2);
    int layer = Integer.parseInt(match.group(1));
    return List.of(
        new Candidate(variable, Transform.slice(layer, layers)),
        new Candidate(variable, Transform.NONE));
  }
}
