package org.transformerzoo.training.configuration;

import static org.transformerzoo.training.configuration.SettingType.choice;
import static org.transformerzoo.training.configuration.SettingType.count;
import static org.transformerzoo.training.configuration.SettingType.path;
import static org.transformerzoo.training.configuration.SettingType.pooling;
import static org.transformerzoo.training.configuration.SettingType.text;

import java.nio.file.Path;
import java.util.List;
import org.transformerzoo.zoo.parameter.Depth;

/** The settings of the model that a run starts from, and what is new about it. */
public final class ModelSettings {

  /** The model to start from. */
  public static final Setting<Path> MODEL =
      Setting.unset("model", path(), "folder of the pre-trained model");

  /** What is learnt. */
  public static final Setting<String> TASK =
      Setting.of(
          "task",
          choice(
              List.of(
                  "classification",
                  "multilabel",
                  "regression",
                  "tokens",
                  "masked-lm",
                  "permutation-lm",
                  "sequence-to-sequence")),
          "classification",
          "what is predicted; the last three are learnt from plain text, by pretrain, and"
              + " sequence-to-sequence from texts with a target-column, too");

  /** The pooling head. */
  public static final Setting<String> POOLING =
      Setting.unset(
          "pooling",
          pooling(),
          "how a sequence becomes one vector; the architecture's own by default");

  /** The weights of tokens. */
  public static final Setting<String> WORD_WEIGHTS =
      Setting.unset(
          "word-weights",
          text(),
          "weights of tokens for the pooling word-weights: tf-idf, from the texts to learn from, or"
              + " a file of tokens and weights; all 1 by default");

  /** Whether the head begins anew. */
  public static final Setting<String> HEAD =
      Setting.of(
          "head",
          choice(List.of("auto", "new", "keep")),
          "auto",
          "whether the model's own head is kept: if it is for the same kind of task with the same"
              + " labels, read from the same columns; never; or always");

  /** Layers that begin anew. */
  public static final Setting<Integer> REINIT_LAYERS =
      Setting.unset(
          "reinit-layers", count(0), "how many of the highest layers begin with fresh weights");

  /** Of which stack. */
  public static final Setting<String> REINIT_STACK =
      Setting.unset(
          "reinit-stack",
          choice(ChoiceNames.of(Depth.Stack.values())),
          "whose layers begin anew where there are an encoder and a decoder; decoder if unset");

  /** Whether the pooler begins anew. */
  public static final Setting<String> REINIT_POOLER =
      Setting.of(
          "reinit-pooler",
          choice(List.of("true", "false")),
          "false",
          "whether the pooler begins with fresh weights");

  /** All of them, in the order in which they are shown. */
  public static final List<Setting<?>> ALL =
      List.of(MODEL, TASK, HEAD, POOLING, WORD_WEIGHTS, REINIT_LAYERS, REINIT_STACK, REINIT_POOLER);

  private ModelSettings() {}
}
