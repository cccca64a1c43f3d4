package org.transformerzoo.zoo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.transformerzoo.zoo.architecture.GraphBuilder;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.parameter.ParameterKind;
import org.transformerzoo.zoo.pooling.PoolingHeads;

/** Smoothed labels and agreement of two passes, on a model without dropout. */
class ObjectiveTest {

  private static final RandomKey KEY = new RandomKey(0, "dropout", 0);

  private static TransformerModel model(String task, Objective objective) {
    ConfigFile file =
        ConfigFile.parse(
            "config.json",
            """
            {"model_type": "bert", "hidden_size": 8, "num_hidden_layers": 1,
             "num_attention_heads": 2, "intermediate_size": 16, "vocab_size": 20,
             "max_position_embeddings": 8, "type_vocab_size": 2, "initializer_range": 0.8,
             "hidden_dropout_prob": 0, "attention_probs_dropout_prob": 0}
            """);
    TaskHead head = TaskHeads.named(task, List.of("a", "b", "c"), objective);
    return TransformerModel.create(
        ModelSpecification.of(file, head, PoolingHeads.named("pooler")), 4);
  }

  /** Four texts, the last two under the labels of the first two. */
  private static Map<String, INDArray> inputs(String task) {
    Map<String, INDArray> inputs = new HashMap<>();
    INDArray ids =
        Nd4j.createFromArray(new int[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}});
    inputs.put(TokenInputs.INPUT_IDS, ids);
    inputs.put(TokenInputs.ATTENTION_MASK, Nd4j.ones(ids.dataType(), 4, 3));
    inputs.put(TokenInputs.TOKEN_TYPE_IDS, Nd4j.zeros(ids.dataType(), 4, 3));
    INDArray labels =
        switch (task) {
          case "classification" -> Nd4j.createFromArray(2, 0, 2, 0);
          case "tokens" ->
              Nd4j.createFromArray(
                  new int[][] {{-100, 1, 0}, {2, -100, 1}, {-100, 1, 0}, {2, -100, 1}});
          default ->
              Nd4j.createFromArray(new float[][] {{1, 0, 1}, {0, 0, 1}, {1, 0, 1}, {0, 0, 1}});
        };
    inputs.put(TaskHead.LABELS, labels);
    return inputs;
  }

  private static double loss(TransformerModel model, Mode mode, ExecutorKind kind, String task) {
    model.parameters().gradients().assign(0);
    try (GraphExecutor executor = model.executor(mode, kind)) {
      return executor.accumulateGradients(inputs(task), 1, KEY);
    }
  }

  /** [4·items, 3], items one for a text or one for a token. */
  private static INDArray logits(TransformerModel model, String task) {
    try (GraphExecutor executor = model.executor(Mode.INFERENCE)) {
      INDArray logits =
          executor.output(inputs(task), List.of(TaskHead.LOGITS)).get(TaskHead.LOGITS);
      return logits.reshape(-1, 3);
    }
  }

  private static double disagreement(String task, INDArray logits) {
    int half = (int) logits.size(0) / 2;
    INDArray probabilities =
        task.equals("multilabel") ? Transforms.sigmoid(logits) : Transforms.softmax(logits);
    double sum = 0;
    int count = 0;
    int[] labels = inputs(task).get(TaskHead.LABELS).ravel().toIntVector();
    for (int row = 0; row < half; row++) {
      if (!task.equals("tokens") || labels[row] >= 0) {
        for (int c = 0; c < 3; c++) {
          double gap = logits.getDouble(row, c) - logits.getDouble(row + half, c);
          double p = probabilities.getDouble(row, c);
          double q = probabilities.getDouble(row + half, c);
          sum += task.equals("regression") ? gap * gap : 0.5 * (p - q) * gap;
        }
        count++;
      }
    }
    boolean meanOverLabels = task.equals("multilabel") || task.equals("regression");
    return sum / (meanOverLabels ? 3.0 * count : count);
  }

  @ParameterizedTest
  @EnumSource
  void agreementIsAskedForInTrainingAlone(ExecutorKind kind) {
    for (String task : List.of("classification", "multilabel", "regression", "tokens")) {
      TransformerModel plain = model(task, Objective.plain());
      TransformerModel consistent = model(task, new Objective(0, 1.5));
      double expected =
          loss(plain, Mode.TRAINING, kind, task) + 1.5 * disagreement(task, logits(plain, task));
      assertThat(loss(consistent, Mode.TRAINING, kind, task))
          .as(task)
          .isCloseTo(expected, within(2e-5 * Math.max(1, expected)));
      assertThat(loss(consistent, Mode.GRADIENT, kind, task))
          .as(task)
          .isEqualTo(loss(plain, Mode.GRADIENT, kind, task));
    }
  }

  @ParameterizedTest
  @EnumSource
  void smoothedLabelsAreSpreadOverAllClasses(ExecutorKind kind) {
    for (String task : List.of("classification", "tokens")) {
      TransformerModel smoothed = model(task, new Objective(0.3, 0));
      INDArray logProbabilities = Transforms.log(Transforms.softmax(logits(smoothed, task)));
      int[] labels = inputs(task).get(TaskHead.LABELS).ravel().toIntVector();
      double expected = 0;
      int count = 0;
      for (int row = 0; row < labels.length; row++) {
        if (labels[row] >= 0) {
          expected -= 0.7 * logProbabilities.getDouble(row, labels[row]);
          expected -= 0.3 * logProbabilities.getRow(row).meanNumber().doubleValue();
          count++;
        }
      }
      assertThat(loss(smoothed, Mode.TRAINING, kind, task))
          .as(task)
          .isCloseTo(expected / count, within(2e-5));
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientsAreThoseOfTheWholeObjective(ExecutorKind kind) {
    for (String task : List.of("classification", "multilabel", "regression", "tokens")) {
      boolean smooths = task.equals("classification") || task.equals("tokens");
      TransformerModel model = model(task, new Objective(smooths ? 0.2 : 0, 0.7));
      loss(model, Mode.TRAINING, kind, task);
      INDArray analytic = model.parameters().gradient("classifier.weight").dup();
      INDArray weight = model.parameters().value("classifier.weight");
      for (int[] at : new int[][] {{0, 0}, {2, 5}}) {
        float before = weight.getFloat(at);
        weight.putScalar(at, before + 1e-2f);
        double up = loss(model, Mode.TRAINING, kind, task);
        weight.putScalar(at, before - 1e-2f);
        double down = loss(model, Mode.TRAINING, kind, task);
        weight.putScalar(at, before);
        assertThat(analytic.getDouble(at))
            .as(task)
            .isCloseTo((up - down) / 2e-2, within(2e-3 * Math.max(1, Math.abs(up))));
      }
    }
  }

  /** Of four texts the last two are the first two again, here with words that were moved. */
  private static Map<String, INDArray> movedInputs(String task) {
    Map<String, INDArray> inputs = inputs(task);
    inputs.put(
        TokenInputs.INPUT_IDS,
        Nd4j.createFromArray(new int[][] {{1, 2, 3}, {4, 5, 6}, {1, 2, 3}, {4, 5, 6}}));
    inputs.put(
        GraphBuilder.MOVED,
        Nd4j.createFromArray(new int[][] {{0, 0, 0}, {0, 0, 0}, {1, 2, 3}, {4, 5, 6}}));
    return inputs;
  }

  @ParameterizedTest
  @EnumSource
  void theChangeOfPredictionsByMovedWordsIsPartOfTheObjective(ExecutorKind kind) {
    for (String task : List.of("classification", "multilabel", "regression", "tokens")) {
      TransformerModel like = model(task, Objective.plain().withSmoothness(0.7, 6));
      FlatParameters memory = withMoves(like, 6);
      INDArray moves = memory.value(GraphBuilder.MOVES);
      moves.get(NDArrayIndex.interval(1, 7)).assign(Nd4j.linspace(-1, 1, 48).reshape(6, 8));
      try (GraphExecutor executor = kind.create(like.graph(Mode.TRAINING).executable(), memory)) {
        memory.gradients().assign(0);
        double loss = executor.accumulateGradients(movedInputs(task), 1, KEY);
        INDArray logits =
            executor
                .output(movedInputs(task), List.of(TaskHead.LOGITS))
                .get(TaskHead.LOGITS)
                .reshape(-1, 3);
        double change = disagreement(task, logits) * (task.equals("regression") ? 1 : 2);
        assertThat(change).isGreaterThan(1e-3);
        assertThat(loss)
            .as(task)
            .isCloseTo(cleanLoss(like, task) + 0.7 * change, within(2e-5 * Math.max(1, loss)));
        float before = moves.getFloat(5, 3);
        double slope = memory.gradient(GraphBuilder.MOVES).getDouble(5, 3);
        moves.putScalar(5, 3, before + 1e-2f);
        double up = executor.accumulateGradients(movedInputs(task), 1, KEY);
        moves.putScalar(5, 3, before - 1e-2f);
        double down = executor.accumulateGradients(movedInputs(task), 1, KEY);
        assertThat(slope).as(task).isCloseTo((up - down) / 2e-2, within(2e-3 * Math.max(1, loss)));
      }
    }
  }

  /** The parameters of a model, and room for what its words are moved by. */
  private static FlatParameters withMoves(TransformerModel model, long words) {
    List<Parameter> all = new ArrayList<>(model.parameters().parameters());
    all.add(
        new Parameter(
            GraphBuilder.MOVES, ParameterKind.EMBEDDING, Depth.head(), List.of(words + 1, 8L)));
    FlatParameters memory = FlatParameters.allocate(all);
    model
        .parameters()
        .parameters()
        .forEach(p -> memory.value(p.name()).assign(model.parameters().value(p.name())));
    return memory;
  }

  /** The task's own loss of the first two texts, as an inference graph has it. */
  private static double cleanLoss(TransformerModel model, String task) {
    Map<String, INDArray> clean = new HashMap<>();
    inputs(task)
        .forEach((name, array) -> clean.put(name, array.get(NDArrayIndex.interval(0, 2)).dup()));
    try (GraphExecutor executor = model.executor(Mode.INFERENCE)) {
      return executor.output(clean, List.of(TaskHead.LOSS)).get(TaskHead.LOSS).getDouble(0);
    }
  }

  @Test
  void refusesNumbersThatMakeNoSense() {
    assertThatThrownBy(() -> Objective.plain().withSmoothness(-1, 0))
        .hasMessageContaining("smoothness is -1.0, expected at least 0");
    assertThatThrownBy(() -> Objective.plain().withSmoothness(1, 0))
        .hasMessageContaining("expected room for words with smoothness alone");
    assertThatThrownBy(() -> new Objective(1, 0)).hasMessageContaining("expected in [0, 1)");
    assertThatThrownBy(() -> new Objective(0, -1)).hasMessageContaining("expected at least 0");
  }
}
