package org.transformerzoo.training.configuration;

import static org.transformerzoo.training.configuration.SettingType.choice;
import static org.transformerzoo.training.configuration.SettingType.count;
import static org.transformerzoo.training.configuration.SettingType.number;
import static org.transformerzoo.training.configuration.SettingType.path;

import java.nio.file.Path;
import java.util.List;
import org.transformerzoo.datavec.pretraining.MaskSelection;
import org.transformerzoo.datavec.pretraining.Packing;
import org.transformerzoo.datavec.pretraining.TextNoise;

/** The settings that only pre-training on plain text has, beside those of {@link Settings}. */
public final class PreTrainingSettings {

  /** The configuration of a model that begins from nothing. */
  public static final Setting<Path> NEW_MODEL =
      Setting.unset(
          "new-model",
          path(),
          "config.json of a model that begins with random weights, instead of a model");

  /** The tokenizer of a new model. */
  public static final Setting<Path> TOKENIZER =
      Setting.unset(
          "tokenizer",
          path(),
          "folder with the tokenizer of a new model; for BERT one is learnt from the text if unset");

  /** The size of a tokenizer that is learnt. */
  public static final Setting<Integer> VOCABULARY_SIZE =
      Setting.unset(
          "vocabulary-size",
          count(1),
          "most word pieces of a tokenizer that is learnt, 30000 if unset");

  /** How lines become sequences. */
  public static final Setting<String> PACKING =
      Setting.unset(
          "packing",
          choice(Packing.names()),
          "whether sequences are filled over the ends of documents, within documents, or begin with"
              + " each line; full if unset");

  /** What is kept for evaluation. */
  public static final Setting<Double> HELD_OUT =
      Setting.unset(
          "held-out",
          number("a number above 0 and below 1", x -> x > 0 && x < 1),
          "share of the text, its end, that is evaluated on where dev is not set; 0.05 if unset");

  /** How much is hidden. */
  public static final Setting<Double> MASK_PROBABILITY =
      Setting.unset(
          "mask-probability",
          number("a number above 0 and at most 1", x -> x > 0 && x <= 1),
          "share of the tokens that masked-lm hides, 0.15 if unset, or permutation-lm asks for, 1/6 if"
              + " unset");

  /** What is hidden together. */
  public static final Setting<String> MASKING =
      Setting.unset(
          "masking",
          choice(MaskSelection.names()),
          "what masked-lm hides: single tokens, whole words or spans of words; tokens if unset");

  /** BART's noise: words. */
  public static final Setting<Double> NOISE_MASK =
      share("noise-mask", "share of the words that sequence-to-sequence hides, 0.3 if unset");

  /** BART's noise: what takes the place of words. */
  public static final Setting<String> NOISE_REPLACEMENT =
      Setting.unset(
          "noise-replacement",
          choice(ChoiceNames.of(TextNoise.Replacement.values())),
          "what takes the place of hidden words: one mask token for a span (infill), nothing"
              + " (delete), or a mask token for each (mask); infill if unset");

  /** BART's noise: length of spans. */
  public static final Setting<Double> NOISE_SPAN =
      Setting.unset(
          "noise-span",
          number("a number in [0, 100]", x -> x >= 0 && x <= 100),
          "mean length in words of hidden spans, Poisson-distributed, where those of length 0 become"
              + " insertions; 0 for words one by one; 3 if unset");

  /** BART's noise: random tokens. */
  public static final Setting<Double> NOISE_RANDOM =
      share("noise-random", "share of mask tokens that are random tokens instead, 0.1 if unset");

  /** BART's noise: sentences. */
  public static final Setting<Double> NOISE_SENTENCES =
      share("noise-sentences", "share of the sentences that change places, 1 if unset");

  /** BART's noise: insertions. */
  public static final Setting<Double> NOISE_INSERT =
      share("noise-insert", "mask tokens put in, as a share of the tokens, 0 if unset");

  /** BART's noise: rotation. */
  public static final Setting<Double> NOISE_ROTATE =
      share("noise-rotate", "probability that a text begins somewhere else, 0 if unset");

  /** All of them, in the order in which they are shown. */
  public static final List<Setting<?>> ALL =
      List.of(
          NEW_MODEL,
          TOKENIZER,
          VOCABULARY_SIZE,
          PACKING,
          HELD_OUT,
          MASK_PROBABILITY,
          MASKING,
          NOISE_MASK,
          NOISE_REPLACEMENT,
          NOISE_SPAN,
          NOISE_RANDOM,
          NOISE_SENTENCES,
          NOISE_INSERT,
          NOISE_ROTATE);

  private PreTrainingSettings() {}

  private static Setting<Double> share(String key, String description) {
    return Setting.unset(key, number("a number in [0, 1]", x -> x >= 0 && x <= 1), description);
  }
}
