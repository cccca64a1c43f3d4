package org.transformerzoo.zoo.architecture.bert;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.weights.TransformersNames;
import org.transformerzoo.zoo.weights.WeightMapping;

/** Under which names checkpoints of transformers store BERT's parameters. */
final class BertWeightNames {

  private static final String DECODER_BIAS = "cls.predictions.bias";

  /** What BERT's own pre-training leaves in a checkpoint whether or not a model has use for it. */
  private static final List<Pattern> IGNORED =
      List.of(
          TransformersNames.POSITION_IDS,
          Pattern.compile("cls\\.seq_relationship\\..*"),
          Pattern.compile("cls\\.predictions\\..*"),
          Pattern.compile("(bert\\.)?pooler\\..*"));

  private BertWeightNames() {}

  static WeightMapping mapping(Collection<Parameter> parameters) {
    boolean hasDecoder =
        parameters.stream().anyMatch(parameter -> parameter.name().equals(DECODER_BIAS));
    Map<String, List<String>> tied =
        hasDecoder
            ? Map.of(
                BertArchitecture.WORD_EMBEDDINGS,
                List.of("cls.predictions.decoder.weight"),
                DECODER_BIAS,
                List.of("cls.predictions.decoder.bias"))
            : Map.of();
    return TransformersNames.mapping("bert.", parameters, tied, IGNORED);
  }
}
