package org.transformerzoo.training.configuration;

import static org.transformerzoo.training.configuration.SettingType.choice;
import static org.transformerzoo.training.configuration.SettingType.column;
import static org.transformerzoo.training.configuration.SettingType.columns;
import static org.transformerzoo.training.configuration.SettingType.count;
import static org.transformerzoo.training.configuration.SettingType.freezing;
import static org.transformerzoo.training.configuration.SettingType.number;
import static org.transformerzoo.training.configuration.SettingType.numbers;
import static org.transformerzoo.training.configuration.SettingType.path;
import static org.transformerzoo.training.configuration.SettingType.pooling;
import static org.transformerzoo.training.configuration.SettingType.seed;
import static org.transformerzoo.training.configuration.SettingType.text;
import static org.transformerzoo.training.configuration.SettingType.wholeNumber;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.transformerzoo.datavec.reader.Column;
import org.transformerzoo.datavec.tokenizer.Truncation;
import org.transformerzoo.training.gradient.MixoutSettings;
import org.transformerzoo.training.group.Freezing;
import org.transformerzoo.training.optimizer.Optimizers;
import org.transformerzoo.training.schedule.Schedules;
import org.transformerzoo.zoo.execution.plan.Precision;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.parameter.Depth;

/**
 * All settings of a fine-tuning run. The defaults follow Mosbach et al. (2021, arXiv 2006.04884)
 * and Zhang et al. (2021, arXiv 2006.05987): AdamW with bias correction, learning rate 2e-5, 10 %
 * warm-up and linear decay.
 *
 * <p>To add one: add a constant here and to {@link #ALL}, and use it where it takes effect; files,
 * command lines, help texts and run cards have it then.
 */
public final class Settings {

  private static final String ABOVE_ZERO = "a number above 0";
  private static final List<String> EXECUTORS =
      Arrays.stream(ExecutorKind.values())
          .map(kind -> kind.name().toLowerCase(Locale.ROOT))
          .toList();

  /** Settings that belong together. */
  public static final Setting<String> RECIPE =
      Setting.unset(
          "recipe",
          choice(Recipes.names()),
          "published settings that fill in what is not set: " + String.join(", ", Recipes.names()));

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
          "what is predicted; the last three are learnt from plain text, by pretrain");

  /** The examples to learn from. */
  public static final Setting<Path> TRAIN =
      Setting.unset("train", path(), "file of examples to learn from: TSV, CSV, JSONL or CoNLL");

  /** How many of them. */
  public static final Setting<Integer> TRAIN_EXAMPLES =
      Setting.unset(
          "train-examples",
          count(1),
          "learn from so many of the examples, drawn once and the same for all seeds");

  /** The examples to evaluate on. */
  public static final Setting<Path> DEV =
      Setting.unset("dev", path(), "file of examples to evaluate on");

  /** Where the result goes. */
  public static final Setting<Path> OUTPUT =
      Setting.unset("output", path(), "folder for the best model; made or replaced at the end");

  /** The text. */
  public static final Setting<Column> TEXT_COLUMN =
      Setting.of(
          "text-column", column(), Column.named("text"), "column of the text, or of the words");

  /** The second text. */
  public static final Setting<Column> PAIR_COLUMN =
      Setting.unset("pair-column", column(), "column of the second text of a pair");

  /** Which texts are queries. */
  public static final Setting<Column> ROLE_COLUMN =
      Setting.unset(
          "role-column",
          column(),
          "column that says query or document, for the pooling asymmetric");

  /** The labels. */
  public static final Setting<List<Column>> LABEL_COLUMN =
      Setting.of(
          "label-column",
          columns(),
          List.of(Column.named("label")),
          "column of the label; several for several targets or indicators");

  /** Between several labels in one cell. */
  public static final Setting<String> LABEL_SEPARATOR =
      Setting.of("label-separator", text(), ",", "between the names in a multilabel column");

  /** Whether files name their columns. */
  public static final Setting<String> HEADER =
      Setting.of(
          "header",
          choice(List.of("auto", "true", "false")),
          "auto",
          "whether the first line names the columns");

  /** What to do about broken lines. */
  public static final Setting<String> MALFORMED_LINES =
      Setting.of(
          "malformed-lines",
          choice(List.of("count", "fail")),
          "count",
          "leave lines out that cannot be read, and count them, or stop");

  /** The longest sequence. */
  public static final Setting<Integer> MAX_LENGTH =
      Setting.of("max-length", count(4), 128, "most tokens of a sequence, special tokens included");

  /** What to do about longer ones. */
  public static final Setting<String> TRUNCATION =
      Setting.of(
          "truncation",
          choice(Arrays.stream(Truncation.values()).map(Truncation::publicName).toList()),
          Truncation.LONGEST_FIRST.publicName(),
          "how longer sequences are shortened; do_not_truncate refuses them");

  /** How batches are formed. */
  public static final Setting<String> BATCHING =
      Setting.of(
          "batching",
          choice(List.of("shuffled", "uniform-length", "sequential")),
          "shuffled",
          "which examples go together in a batch");

  /** Examples in a micro-batch. */
  public static final Setting<Integer> BATCH_SIZE =
      Setting.of("batch-size", count(1), 32, "examples that are computed together");

  /** Examples in a batch of evaluation. */
  public static final Setting<Integer> EVALUATION_BATCH_SIZE =
      Setting.unset("evaluation-batch-size", count(1), "the same for evaluation, if different");

  /** Micro-batches in a step. */
  public static final Setting<Integer> ACCUMULATION =
      Setting.of("accumulation", count(1), 1, "batches whose gradients make one step");

  /** Passes over the training data. */
  public static final Setting<Integer> EPOCHS =
      Setting.of("epochs", count(1), 3, "passes over the training data");

  /** Length of the run in steps. */
  public static final Setting<Long> STEPS =
      Setting.unset("steps", wholeNumber(1), "length of the run in steps, instead of epochs");

  /** The peak learning rate. */
  public static final Setting<Double> LEARNING_RATE =
      Setting.of(
          "learning-rate", number(ABOVE_ZERO, x -> x > 0), 2e-5, "the highest learning rate");

  /** That of the head. */
  public static final Setting<Double> HEAD_LEARNING_RATE =
      Setting.unset(
          "head-learning-rate",
          number(ABOVE_ZERO, x -> x > 0),
          "the highest learning rate of the head, if different");

  /** Layer-wise decay of the learning rate. */
  public static final Setting<Double> LLRD =
      Setting.unset(
          "llrd",
          number(ABOVE_ZERO, x -> x > 0),
          "factor on the learning rate from each layer to the one below, such as 0.95");

  /** Learning rates in bands of layers. */
  public static final Setting<List<Double>> LAYER_BANDS =
      Setting.unset(
          "layer-bands",
          numbers("one or more numbers above 0", x -> x > 0),
          "factor on the learning rate between the thirds of the layers, such as 2.6, or the"
              + " factors of as many bands from below, such as 0.5,1,2");

  /** Weight decay. */
  public static final Setting<Double> WEIGHT_DECAY =
      Setting.of(
          "weight-decay",
          number("a number of at least 0", x -> x >= 0),
          0.01,
          "decay of matrices and embeddings");

  /** Decay towards the pre-trained weights. */
  public static final Setting<Double> PRIOR_WEIGHT_DECAY =
      Setting.unset(
          "prior-weight-decay",
          number("a number of at least 0", x -> x >= 0),
          "decay towards the weights at the start, in place of weight-decay");

  /** Whether the head decays too. */
  public static final Setting<String> PRIOR_WEIGHT_DECAY_HEAD =
      Setting.unset(
          "prior-weight-decay-head",
          choice(List.of("true", "false")),
          "whether the new head decays towards its start too, true if unset");

  /** Gradual unfreezing. */
  public static final Setting<Double> UNFREEZE_EVERY =
      Setting.unset(
          "unfreeze-every",
          number(
              "a share of all steps in (0, 1) or a whole number of steps",
              x -> x > 0 && (x < 1 || x == Math.rint(x))),
          "steps, or share of them, after which one more layer trains, from the head downwards");

  /** What is not trained. */
  public static final Setting<Freezing> FREEZE =
      Setting.unset("freeze", freezing(), "what stays as it is: " + Freezing.EXPECTED);

  /** Where averaging of weights starts. */
  public static final Setting<Double> SWA_START =
      Setting.unset(
          "swa-start",
          number(
              "a share of all steps in [0, 1) or a whole number of steps",
              x -> x >= 0 && (x < 1 || x == Math.rint(x))),
          "steps, or share of them, after which the weights of each step are averaged");

  /** Which weights are averaged. */
  public static final Setting<String> SWA_AVERAGE =
      Setting.unset(
          "swa-average",
          choice(List.of("steps", "epochs")),
          "whether the weights after every step or every epoch are averaged; steps if unset");

  /** The learning rate while weights are averaged. */
  public static final Setting<Double> SWA_LEARNING_RATE =
      Setting.unset(
          "swa-learning-rate",
          number(ABOVE_ZERO, x -> x > 0),
          "constant learning rate from swa-start on; the schedule goes on if unset");

  /** Exponential averaging. */
  public static final Setting<Double> EMA =
      Setting.unset(
          "ema",
          number("a number in (0, 1)", x -> x > 0 && x < 1),
          "decay of an exponential average of the weights, such as 0.999, which is evaluated and"
              + " kept in their place");

  /** The optimizer. */
  public static final Setting<String> OPTIMIZER =
      Setting.of("optimizer", choice(Optimizers.names()), "adamw", "the optimizer");

  /** The optimizer's momentum. */
  public static final Setting<Double> MOMENTUM =
      Setting.unset(
          "momentum",
          number("a number in [0, 1)", x -> x >= 0 && x < 1),
          "momentum of " + String.join(" and ", Optimizers.namesWithMomentum()) + ", 0.9 if unset");

  /** Lookahead. */
  public static final Setting<Long> LOOKAHEAD =
      Setting.unset(
          "lookahead",
          wholeNumber(1),
          "steps after which Lookahead's slow weights follow, such as 5; not used by default");

  /** How far Lookahead's slow weights follow. */
  public static final Setting<Double> LOOKAHEAD_RATE =
      Setting.unset(
          "lookahead-rate",
          number("a number in (0, 1]", x -> x > 0 && x <= 1),
          "which share of the way Lookahead's slow weights follow, 0.5 if unset");

  /** Adam's epsilon. */
  public static final Setting<Double> EPSILON =
      Setting.of(
          "epsilon", number(ABOVE_ZERO, x -> x > 0), 1e-6, "added to the optimizer's denominator");

  /** The schedule. */
  public static final Setting<String> SCHEDULE =
      Setting.of(
          "schedule", choice(Schedules.names()), "linear", "the course of the learning rate");

  /** The waves of a cosine. */
  public static final Setting<Double> SCHEDULE_CYCLES =
      Setting.unset(
          "schedule-cycles",
          number(ABOVE_ZERO, x -> x > 0),
          "waves of the schedule cosine, 0.5 if unset, or falls of cosine-restarts, 1 if unset");

  /** The power of a polynomial. */
  public static final Setting<Double> SCHEDULE_POWER =
      Setting.unset(
          "schedule-power",
          number(ABOVE_ZERO, x -> x > 0),
          "power of the schedule polynomial, 1 if unset");

  /** The learning rate at a polynomial's end. */
  public static final Setting<Double> SCHEDULE_END =
      Setting.unset(
          "schedule-end",
          number("a number of at least 0", x -> x >= 0),
          "learning rate at the end of the schedule polynomial, 0 if unset");

  /** The warm-up. */
  public static final Setting<Double> WARMUP =
      Setting.of(
          "warmup",
          number(
              "a share of all steps in [0, 1) or a whole number of steps",
              x -> x >= 0 && (x < 1 || x == Math.rint(x))),
          0.1,
          "how long the learning rate rises: a share of all steps, or steps");

  /** Gradient clipping. */
  public static final Setting<Double> CLIP =
      Setting.of(
          "clip",
          number("a number of at least 0", x -> x >= 0),
          1.0,
          "largest global norm of the gradients; 0 for no clipping");

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

  /** Dropout. */
  public static final Setting<Double> DROPOUT =
      Setting.unset(
          "dropout",
          number("a probability in [0, 1)", x -> x >= 0 && x < 1),
          "all dropout rates of the model; those of its config.json by default");

  /** Label smoothing. */
  public static final Setting<Double> LABEL_SMOOTHING =
      Setting.unset(
          "label-smoothing",
          number("a share in [0, 1)", x -> x >= 0 && x < 1),
          "share of each label that is spread over all classes, such as 0.1");

  /** R-Drop. */
  public static final Setting<Double> R_DROP =
      Setting.unset(
          "r-drop",
          number(ABOVE_ZERO, x -> x > 0),
          "weight of the disagreement of two passes with different dropout, such as 1");

  /** Adversarial training. */
  public static final Setting<Double> ADVERSARIAL =
      Setting.unset(
          "adversarial",
          number(ABOVE_ZERO, x -> x > 0),
          "how far word embeddings are moved along their gradient for a second pass, such as 1");

  /** In how many steps. */
  public static final Setting<Integer> ADVERSARIAL_STEPS =
      Setting.unset(
          "adversarial-steps",
          count(1),
          "passes in which that way is gone, 1 if unset, as in the fast gradient method");

  /** Mixout. */
  public static final Setting<Double> MIXOUT =
      Setting.unset(
          "mixout",
          number("a probability in [0, 1]", x -> x >= 0 && x <= 1),
          "share of the weights of linear layers that each pass takes from the start, such as 0.1;"
              + " switches dropout off");

  /** Mixout's masks. */
  public static final Setting<String> MIXOUT_MASK =
      Setting.unset(
          "mixout-mask",
          choice(ChoiceNames.of(MixoutSettings.Mask.values())),
          "whether mixout replaces all weights of an input feature together, as its authors' code"
              + " does, or each alone; shared-row if unset");

  /** Mixout's gradient. */
  public static final Setting<String> MIXOUT_GRADIENT =
      Setting.unset(
          "mixout-gradient",
          choice(ChoiceNames.of(MixoutSettings.Gradient.values())),
          "mixout's gradient, or that of its authors' code, which lacks 1/(1-p); exact if unset");

  /** What mixout covers. */
  public static final Setting<String> MIXOUT_PROJECTIONS =
      Setting.unset(
          "mixout-projections",
          choice(List.of("true", "false")),
          "whether mixout covers XLNet's q, k, v, o and r, which its authors' code passes over;"
              + " false if unset");

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

  /** Evaluations in an epoch. */
  public static final Setting<Integer> EVALUATIONS_PER_EPOCH =
      Setting.of("evaluations-per-epoch", count(1), 1, "how often an epoch is evaluated");

  /** Steps between evaluations. */
  public static final Setting<Long> EVALUATION_STEPS =
      Setting.unset("evaluation-steps", wholeNumber(1), "steps between evaluations, instead");

  /** The metric that chooses the best checkpoint. */
  public static final Setting<String> METRIC =
      Setting.unset("metric", text(), "the metric that chooses the best model; by task if not set");

  /** Evaluations in the run. */
  public static final Setting<Integer> EVALUATIONS =
      Setting.unset("evaluations", count(1), "how often the run is evaluated, instead");

  /** Early stopping. */
  public static final Setting<Integer> PATIENCE =
      Setting.of(
          "patience",
          count(0),
          0,
          "stop after so many evaluations without improvement; 0 for never");

  /** Steps between resumable checkpoints. */
  public static final Setting<Long> CHECKPOINT_STEPS =
      Setting.unset(
          "checkpoint-steps",
          wholeNumber(1),
          "steps between resumable checkpoints; after each evaluation by default");

  /** Whether to continue an interrupted run. */
  public static final Setting<String> RESUME =
      Setting.of(
          "resume",
          choice(List.of("auto", "never")),
          "auto",
          "continue an interrupted run with the same output, or begin anew");

  /** The executor. */
  public static final Setting<String> EXECUTOR =
      Setting.of("executor", choice(EXECUTORS), EXECUTORS.get(0), "what runs the graph");

  /** Gradient checkpointing. */
  public static final Setting<String> CHECKPOINTING =
      Setting.of(
          "checkpointing",
          choice(List.of("true", "false")),
          "false",
          "compute values inside of layers again for the gradient instead of keeping them: less"
              + " memory, more time, the same weights");

  /** The precision of products. */
  public static final Setting<String> PRECISION =
      Setting.of(
          "precision",
          choice(ChoiceNames.of(Precision.values())),
          ChoiceNames.of(Precision.FLOAT32),
          "what the products of linear layers multiply in training; auto measures at the start"
              + " whether bfloat16 is faster here");

  /** The seed of initialisation and dropout. */
  public static final Setting<Long> SEED =
      Setting.of(
          "seed", seed(), 42L, "seed of new weights and dropout, and of all else by default");

  /** The seed of the order of the data. */
  public static final Setting<Long> DATA_SEED =
      Setting.unset("data-seed", seed(), "seed of the order of the examples, if different");

  /** All settings, in the order in which they are shown. */
  public static final List<Setting<?>> ALL =
      Stream.concat(
              Stream.of(
                  RECIPE,
                  MODEL,
                  TASK,
                  TRAIN,
                  TRAIN_EXAMPLES,
                  DEV,
                  OUTPUT,
                  TEXT_COLUMN,
                  PAIR_COLUMN,
                  ROLE_COLUMN,
                  LABEL_COLUMN,
                  LABEL_SEPARATOR,
                  HEADER,
                  MALFORMED_LINES,
                  MAX_LENGTH,
                  TRUNCATION,
                  BATCHING,
                  BATCH_SIZE,
                  EVALUATION_BATCH_SIZE,
                  ACCUMULATION,
                  EPOCHS,
                  STEPS,
                  LEARNING_RATE,
                  HEAD_LEARNING_RATE,
                  LLRD,
                  LAYER_BANDS,
                  WEIGHT_DECAY,
                  PRIOR_WEIGHT_DECAY,
                  PRIOR_WEIGHT_DECAY_HEAD,
                  FREEZE,
                  UNFREEZE_EVERY,
                  SWA_START,
                  SWA_AVERAGE,
                  SWA_LEARNING_RATE,
                  EMA,
                  OPTIMIZER,
                  MOMENTUM,
                  LOOKAHEAD,
                  LOOKAHEAD_RATE,
                  EPSILON,
                  SCHEDULE,
                  SCHEDULE_CYCLES,
                  SCHEDULE_POWER,
                  SCHEDULE_END,
                  WARMUP,
                  CLIP,
                  POOLING,
                  WORD_WEIGHTS,
                  DROPOUT,
                  LABEL_SMOOTHING,
                  R_DROP,
                  ADVERSARIAL,
                  ADVERSARIAL_STEPS,
                  MIXOUT,
                  MIXOUT_MASK,
                  MIXOUT_GRADIENT,
                  MIXOUT_PROJECTIONS,
                  REINIT_LAYERS,
                  REINIT_STACK,
                  REINIT_POOLER,
                  EVALUATIONS_PER_EPOCH,
                  EVALUATION_STEPS,
                  EVALUATIONS,
                  METRIC,
                  PATIENCE,
                  CHECKPOINT_STEPS,
                  RESUME,
                  EXECUTOR,
                  CHECKPOINTING,
                  PRECISION,
                  SEED,
                  DATA_SEED),
              PreTrainingSettings.ALL.stream())
          .toList();

  private Settings() {}

  /** The keys of all settings. */
  public static List<String> keys() {
    return ALL.stream().map(Setting::key).toList();
  }
}
