package org.transformerzoo.training.configuration;

import static org.transformerzoo.training.configuration.SettingType.choice;
import static org.transformerzoo.training.configuration.SettingType.count;
import static org.transformerzoo.training.configuration.SettingType.number;
import static org.transformerzoo.training.configuration.SettingType.path;

import java.nio.file.Path;
import java.util.List;
import org.transformerzoo.datavec.pretraining.MaskSelection;
import org.transformerzoo.datavec.pretraining.Packing;

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
          "share of the tokens that masked-lm hides, 0.15 if unset");

  /** What is hidden together. */
  public static final Setting<String> MASKING =
      Setting.unset(
          "masking",
          choice(MaskSelection.names()),
          "what masked-lm hides: single tokens, whole words or spans of words; tokens if unset");

  /** All of them, in the order in which they are shown. */
  public static final List<Setting<?>> ALL =
      List.of(NEW_MODEL, TOKENIZER, VOCABULARY_SIZE, PACKING, HELD_OUT, MASK_PROBABILITY, MASKING);

  private PreTrainingSettings() {}
}
