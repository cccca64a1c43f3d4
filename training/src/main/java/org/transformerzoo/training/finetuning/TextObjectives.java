package org.transformerzoo.training.finetuning;

import java.util.Locale;
import java.util.Map;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.pretraining.MaskSelection;
import org.transformerzoo.datavec.pretraining.MaskedWords;
import org.transformerzoo.datavec.pretraining.PreTrainingObjective;
import org.transformerzoo.datavec.pretraining.WordReplacement;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.PreTrainingSettings;
import org.transformerzoo.training.configuration.Settings;

/** What each language-modelling task asks about plain text, one line each. */
final class TextObjectives {

  private interface Maker {
    PreTrainingObjective make(FineTuningConfiguration configuration, Tokenizer tokenizer);
  }

  private static final double MASK_PROBABILITY = 0.15;
  private static final Map<String, Maker> ALL = Map.of("masked-lm", TextObjectives::maskedWords);

  /** The task that an architecture is pre-trained with. */
  private static final Map<String, String> USUAL =
      Map.of("bert", "masked-lm", "roberta", "masked-lm");

  private TextObjectives() {}

  /** Whether a task is learnt from plain text. */
  static boolean has(String task) {
    return ALL.containsKey(task);
  }

  /**
   * The task of a run.
   *
   * @param architecture the model type
   */
  static String task(FineTuningConfiguration configuration, String architecture) {
    if (!configuration.isGiven(Settings.TASK)) {
      String usual = USUAL.get(architecture);
      if (usual == null) {
        throw new InvalidSettingException(
            "A %s model cannot be pre-trained here, expected one of %s"
                .formatted(
                    architecture, String.join(", ", USUAL.keySet().stream().sorted().toList())));
      }
      return usual;
    }
    String task = configuration.get(Settings.TASK);
    if (!has(task)) {
      throw new InvalidSettingException(
          "The task %s needs labelled examples, expected one of %s for plain text"
              .formatted(task, String.join(", ", ALL.keySet().stream().sorted().toList())));
    }
    return task;
  }

  /** The objective of the configuration's task. */
  static PreTrainingObjective of(FineTuningConfiguration configuration, Tokenizer tokenizer) {
    return ALL.get(configuration.get(Settings.TASK)).make(configuration, tokenizer);
  }

  private static PreTrainingObjective maskedWords(
      FineTuningConfiguration configuration, Tokenizer tokenizer) {
    return new MaskedWords(
        configuration.find(PreTrainingSettings.MASK_PROBABILITY).orElse(MASK_PROBABILITY),
        configuration
            .find(PreTrainingSettings.MASKING)
            .map(word -> MaskSelection.valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT)))
            .orElse(MaskSelection.TOKENS),
        WordReplacement.ofBert(maskId(tokenizer), tokenizer.vocabularySize()));
  }

  private static int maskId(Tokenizer tokenizer) {
    return tokenizer
        .maskTokenId()
        .orElseThrow(
            () ->
                new InvalidDataException(
                    "The tokenizer has no mask token, expected [MASK] or <mask>"));
  }
}
