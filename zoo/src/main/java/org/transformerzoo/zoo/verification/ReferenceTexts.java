package org.transformerzoo.zoo.verification;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.generation.GenerationSettings;
import org.transformerzoo.zoo.generation.RecommendedSettings;
import org.transformerzoo.zoo.generation.SequenceGenerator;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.TransformerModel;

/** Writes the texts that a file of expectations may hold, with the settings that go by the name. */
final class ReferenceTexts {

  private static final int NEW_TOKENS = 12;
  private static final Map<String, Integer> BEAMS = Map.of("greedy_ids", 1, "beam4_ids", 4);

  private ReferenceTexts() {}

  /** The names of texts in files of expectations. */
  static Set<String> names() {
    return BEAMS.keySet();
  }

  /** The texts that {@code expected} holds, written by {@code model}: ids, [batch, length]. */
  static Map<String, INDArray> write(
      TransformerModel model, Map<String, INDArray> expected, ExecutorKind executor) {
    INDArray ids = expected.get(TokenInputs.INPUT_IDS);
    INDArray mask =
        expected.getOrDefault(TokenInputs.ATTENTION_MASK, Nd4j.ones(DataType.INT32, ids.shape()));
    Map<String, INDArray> texts = new LinkedHashMap<>();
    try (SequenceGenerator generator = new SequenceGenerator(model, executor)) {
      for (String name : names()) {
        if (expected.containsKey(name)) {
          GenerationSettings settings =
              RecommendedSettings.of(model.specification().file())
                  .maximumNewTokens(NEW_TOKENS)
                  .beams(BEAMS.get(name))
                  .build();
          texts.put(name, Nd4j.createFromArray(generator.generate(ids, mask, settings)));
        }
      }
    }
    return texts;
  }
}
