package org.transformerzoo.zoo.architecture.bart;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.weights.TransformersNames;
import org.transformerzoo.zoo.weights.WeightMapping;

/** Under which names checkpoints of transformers store BART's parameters. */
final class BartWeightNames {

  private static final String OUTPUT_WORDS = "lm_head.weight";

  /** What pre-training leaves in a checkpoint whether or not a model has use for it. */
  private static final List<Pattern> IGNORED =
      List.of(Pattern.compile(BartHeads.LOGITS_BIAS), Pattern.compile("lm_head\\..*"));

  private BartWeightNames() {}

  static WeightMapping mapping(Collection<Parameter> parameters) {
    Map<String, List<String>> tied =
        Map.of(
            BartEmbeddings.WORDS,
            hasLanguageModel(parameters)
                ? List.of(
                    "model.encoder.embed_tokens.weight",
                    "model.decoder.embed_tokens.weight",
                    OUTPUT_WORDS)
                : List.of(
                    "model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight"));
    return TransformersNames.mapping("model.", parameters, tied, IGNORED);
  }

  private static boolean hasLanguageModel(Collection<Parameter> parameters) {
    return parameters.stream()
        .anyMatch(parameter -> parameter.name().equals(BartHeads.LOGITS_BIAS));
  }
}
