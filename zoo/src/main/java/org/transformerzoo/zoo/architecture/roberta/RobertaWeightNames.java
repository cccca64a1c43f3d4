package org.transformerzoo.zoo.architecture.roberta;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.weights.TransformersNames;
import org.transformerzoo.zoo.weights.WeightMapping;

/** Under which names checkpoints of transformers store RoBERTa's parameters. */
final class RobertaWeightNames {

  private static final String DECODER_BIAS = "lm_head.bias";

  /** What pre-training leaves in a checkpoint whether or not a model has use for it. */
  private static final List<Pattern> IGNORED =
      List.of(
          TransformersNames.POSITION_IDS,
          Pattern.compile("lm_head\\..*"),
          Pattern.compile("(roberta\\.)?pooler\\..*"));

  private RobertaWeightNames() {}

  static WeightMapping mapping(Collection<Parameter> parameters) {
    boolean hasDecoder =
        parameters.stream().anyMatch(parameter -> parameter.name().equals(DECODER_BIAS));
    Map<String, List<String>> tied =
        hasDecoder
            ? Map.of(
                RobertaArchitecture.WORD_EMBEDDINGS,
                List.of("lm_head.decoder.weight"),
                DECODER_BIAS,
                List.of("lm_head.decoder.bias"))
            : Map.of();
    return TransformersNames.mapping("roberta.", parameters, tied, IGNORED);
  }
}
