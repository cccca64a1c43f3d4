package org.transformerzoo.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.batching.Padding;
import org.transformerzoo.datavec.batching.PermutedWords;
import org.transformerzoo.datavec.batching.Target;
import org.transformerzoo.datavec.batching.Target.MaskedPair;
import org.transformerzoo.datavec.batching.Target.TokenIds;
import org.transformerzoo.datavec.batching.TokenizedDataset;
import org.transformerzoo.datavec.batching.TokenizedExample;
import org.transformerzoo.datavec.reader.ExampleLocation;
import org.transformerzoo.datavec.tokenizer.PaddingSide;
import org.transformerzoo.training.gradient.ExecutorGradients;
import org.transformerzoo.training.group.DecayGrouping;
import org.transformerzoo.training.group.ParameterGroup;
import org.transformerzoo.training.optimizer.AdamSettings;
import org.transformerzoo.training.optimizer.AdamW;
import org.transformerzoo.training.optimizer.BlockOptimizer;
import org.transformerzoo.training.optimizer.GradientClipping;
import org.transformerzoo.training.precision.LossScaler;
import org.transformerzoo.training.precision.LossScaling;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.TaskHeads;

/** Batches with the inputs of pre-training reach the graphs that take them. */
class PreTrainingStepTest {

  private static final int VOCABULARY = 30;
  private static final int NONE = -100;

  private static final ConfigFile BERT =
      ConfigFile.parse(
          "bert",
          """
          {"model_type": "bert", "hidden_size": 8, "num_hidden_layers": 1,
           "num_attention_heads": 2, "intermediate_size": 16, "vocab_size": 30,
           "max_position_embeddings": 16, "hidden_dropout_prob": 0,
           "attention_probs_dropout_prob": 0}
          """);
  private static final ConfigFile XLNET =
      ConfigFile.parse(
          "xlnet",
          """
          {"model_type": "xlnet", "d_model": 8, "n_layer": 1, "n_head": 2, "d_inner": 16,
           "vocab_size": 30, "dropout": 0}
          """);

  @Test
  void bertLearnsMaskedWordsAndWhatFollows() {
    List<TokenizedExample> pairs =
        List.of(
            example(new MaskedPair(new TokenIds(NONE, 7, NONE, NONE), true), 2, 4, 6, 3),
            example(new MaskedPair(new TokenIds(NONE, NONE, 9), false), 2, 8, 4));
    double[] losses = losses(BERT, "pre-training", pairs, Padding.with(0));

    // with weights near zero: the mean over words, and the mean over pairs
    assertThat(losses[0]).isCloseTo(Math.log(VOCABULARY) + Math.log(2), within(0.1));
    assertThat(losses[losses.length - 1]).isLessThan(0.5 * losses[0]);
  }

  @Test
  void xlnetLearnsPermutedWords() {
    List<TokenizedExample> texts =
        List.of(
            example(permuted(new int[] {1, 3}, new int[] {5, 7}, 2, 0, 4, 1, 3), 6, 5, 8, 7, 4),
            example(permuted(new int[] {0}, new int[] {9}, 0, 2, 1), 9, 8, 4));
    Padding left = new Padding(5, 3, PaddingSide.LEFT, 1, Integer.MAX_VALUE);
    double[] losses = losses(XLNET, "permutation-lm", texts, left);

    assertThat(losses[0]).isCloseTo(Math.log(VOCABULARY), within(0.1));
    assertThat(losses[losses.length - 1]).isLessThan(0.5 * losses[0]);
  }

  private static PermutedWords permuted(int[] positions, int[] words, int... ranks) {
    return new PermutedWords(positions, words, ranks);
  }

  private static TokenizedExample example(Target target, int... ids) {
    return new TokenizedExample(ids, new int[ids.length], target, new ExampleLocation(null, 1));
  }

  /** The loss before each of some steps on all of {@code examples}. */
  private static double[] losses(
      ConfigFile config, String task, List<TokenizedExample> examples, Padding padding) {
    TransformerModel model =
        TransformerModel.create(
            ModelSpecification.of(
                config, TaskHeads.named(task, List.of()), PoolingHeads.named("pooler")),
            1);
    List<ParameterGroup> groups =
        new DecayGrouping(0.02, 0, OptionalDouble.empty()).groups(model.parameters());
    BlockOptimizer optimizer =
        new BlockOptimizer(new AdamW(AdamSettings.withEpsilon(1e-6)), model.parameters(), groups);
    double[] losses = new double[60];
    WeightUpdate update =
        new WeightUpdate(
            model.parameters(),
            groups,
            optimizer,
            GradientClipping.none(),
            (step, all) -> 1,
            losses.length);
    BatchIterator batches =
        BatchIterator.builder()
            .dataset(TokenizedDataset.of(examples))
            .batchSize(examples.size())
            .padding(padding)
            .build();
    StepBatch all = new StepBatches(batches, examples.size()).next(0);
    try (GraphExecutor executor = model.executor(Mode.TRAINING)) {
      TrainingStep step =
          new TrainingStep(
              new ExecutorGradients(executor, 0),
              model.specification().task().orElseThrow(),
              update,
              1,
              new LossScaler(LossScaling.none()));
      for (int i = 0; i < losses.length; i++) {
        losses[i] = step.take(i, all).loss();
      }
    }
    return losses;
  }
}
