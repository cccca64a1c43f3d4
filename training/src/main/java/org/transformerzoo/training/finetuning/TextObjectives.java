package org.transformerzoo.training.finetuning;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.pretraining.MaskSelection;
import org.transformerzoo.datavec.pretraining.MaskedWords;
import org.transformerzoo.datavec.pretraining.NoiseTokens;
import org.transformerzoo.datavec.pretraining.PermutedOrder;
import org.transformerzoo.datavec.pretraining.PreTrainingObjective;
import org.transformerzoo.datavec.pretraining.RestoredText;
import org.transformerzoo.datavec.pretraining.TextNoise;
import org.transformerzoo.datavec.pretraining.WordReplacement;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.training.configuration.ChoiceNames;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.PreTrainingSettings;
import org.transformerzoo.training.configuration.Setting;

/** What each language-modelling task asks about plain text, one line each. */
final class TextObjectives {

  private interface Maker {
    PreTrainingObjective make(
        FineTuningConfiguration configuration, Tokenizer tokenizer, int maxLength);
  }

  private static final double MASK_PROBABILITY = 0.15;
  private static final double PERMUTED_SHARE = 1.0 / 6;
  private static final int LONGEST_PERMUTED_SPAN = 5;
  private static final String FULL_STOP = ".";
  private static final Map<String, Maker> ALL =
      Map.of(
          "masked-lm", TextObjectives::maskedWords,
          "permutation-lm", TextObjectives::permutedOrder,
          "sequence-to-sequence", TextObjectives::restoredText);

  /** The task that an architecture is pre-trained with. */
  private static final Map<String, String> USUAL =
      Map.of(
          "bert", "masked-lm",
          "roberta", "masked-lm",
          "xlnet", "permutation-lm",
          "bart", "sequence-to-sequence");

  private TextObjectives() {}

  /** Settings that not every objective reads, with the tasks of those that do. */
  private static final Map<Setting<?>, Set<String>> READERS = readers();

  private static Map<Setting<?>, Set<String>> readers() {
    Map<Setting<?>, Set<String>> readers = new HashMap<>();
    readers.put(PreTrainingSettings.MASK_PROBABILITY, Set.of("masked-lm", "permutation-lm"));
    readers.put(PreTrainingSettings.MASKING, Set.of("masked-lm"));
    for (Setting<?> noise :
        List.of(
            PreTrainingSettings.NOISE_MASK,
            PreTrainingSettings.NOISE_REPLACEMENT,
            PreTrainingSettings.NOISE_SPAN,
            PreTrainingSettings.NOISE_RANDOM,
            PreTrainingSettings.NOISE_SENTENCES,
            PreTrainingSettings.NOISE_INSERT,
            PreTrainingSettings.NOISE_ROTATE)) {
      readers.put(noise, Set.of("sequence-to-sequence"));
    }
    return readers;
  }

  /** Whether a setting of pre-training means something to the objective of a task. */
  static boolean reads(String task, Setting<?> setting) {
    return READERS.getOrDefault(setting, ALL.keySet()).contains(task);
  }

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
    if (!configuration.isGiven(ModelSettings.TASK)) {
      String usual = USUAL.get(architecture);
      if (usual == null) {
        throw new InvalidSettingException(
            "A %s model cannot be pre-trained here, expected one of %s"
                .formatted(
                    architecture, String.join(", ", USUAL.keySet().stream().sorted().toList())));
      }
      return usual;
    }
    String task = configuration.get(ModelSettings.TASK);
    if (!has(task)) {
      throw new InvalidSettingException(
          "The task %s needs labelled examples, expected one of %s for plain text"
              .formatted(task, String.join(", ", ALL.keySet().stream().sorted().toList())));
    }
    return task;
  }

  /**
   * The objective of the configuration's task.
   *
   * @param maxLength the most tokens that the model reads
   */
  static PreTrainingObjective of(
      FineTuningConfiguration configuration, Tokenizer tokenizer, int maxLength) {
    return ALL.get(configuration.get(ModelSettings.TASK)).make(configuration, tokenizer, maxLength);
  }

  private static PreTrainingObjective maskedWords(
      FineTuningConfiguration configuration, Tokenizer tokenizer, int maxLength) {
    return new MaskedWords(
        configuration.find(PreTrainingSettings.MASK_PROBABILITY).orElse(MASK_PROBABILITY),
        configuration
            .find(PreTrainingSettings.MASKING)
            .map(word -> MaskSelection.valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT)))
            .orElse(MaskSelection.TOKENS),
        WordReplacement.ofBert(maskId(tokenizer), tokenizer.vocabularySize()));
  }

  private static PreTrainingObjective permutedOrder(
      FineTuningConfiguration configuration, Tokenizer tokenizer, int maxLength) {
    return new PermutedOrder(
        configuration.find(PreTrainingSettings.MASK_PROBABILITY).orElse(PERMUTED_SHARE),
        LONGEST_PERMUTED_SPAN,
        maskId(tokenizer));
  }

  private static PreTrainingObjective restoredText(
      FineTuningConfiguration configuration, Tokenizer tokenizer, int maxLength) {
    TextNoise noise =
        new TextNoise(
            configuration.find(PreTrainingSettings.NOISE_SENTENCES).orElse(1.0),
            configuration.find(PreTrainingSettings.NOISE_MASK).orElse(0.3),
            configuration
                .find(PreTrainingSettings.NOISE_REPLACEMENT)
                .map(word -> ChoiceNames.parse(TextNoise.Replacement.class, word))
                .orElse(TextNoise.Replacement.INFILL),
            configuration.find(PreTrainingSettings.NOISE_SPAN).orElse(3.0),
            configuration.find(PreTrainingSettings.NOISE_RANDOM).orElse(0.1),
            configuration.find(PreTrainingSettings.NOISE_INSERT).orElse(0.0),
            configuration.find(PreTrainingSettings.NOISE_ROTATE).orElse(0.0));
    int fullStop = tokenizer.tokenId(FULL_STOP).orElse(-1); // no token: one sentence
    return new RestoredText(
        noise, new NoiseTokens(maskId(tokenizer), fullStop, tokenizer.vocabularySize()), maxLength);
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
