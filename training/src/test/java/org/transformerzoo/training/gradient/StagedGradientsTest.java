package org.transformerzoo.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.training.gradient.GradientComputation.Pass;
import org.transformerzoo.training.group.Thaw;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.plan.PlanOptions;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.TaskHead;
import org.transformerzoo.zoo.task.TaskHeads;

class StagedGradientsTest {

  private static final float UNTOUCHED = 7;

  private final TransformerModel model =
      TransformerModel.create(
          ModelSpecification.of(
              ConfigFile.parse(
                  "config.json",
                  """
                  {"model_type": "bert", "hidden_size": 8, "num_hidden_layers": 3,
                   "num_attention_heads": 2, "intermediate_size": 16, "vocab_size": 20,
                   "max_position_embeddings": 8, "type_vocab_size": 2, "initializer_range": 0.5}
                  """),
              TaskHeads.named("classification", List.of("a", "b")),
              PoolingHeads.named("pooler")),
          4);
  private final Thaw thaw = Thaw.of(model.parameters(), 2);
  private final List<Integer> stages = new ArrayList<>();

  private GraphExecutor executor(int stage) {
    stages.add(stage);
    PlanOptions options =
        PlanOptions.defaults()
            .withTrainable(
                name -> thaw.joined(model.parameters().segment(name).parameter(), stage));
    return model.executor(Mode.TRAINING, ExecutorKind.PLAN, options);
  }

  private static Map<String, INDArray> inputs() {
    Map<String, INDArray> inputs = new HashMap<>();
    INDArray ids = Nd4j.createFromArray(new int[][] {{1, 2, 3}, {4, 5, 6}});
    inputs.put(TokenInputs.INPUT_IDS, ids);
    inputs.put(TokenInputs.ATTENTION_MASK, Nd4j.ones(ids.dataType(), 2, 3));
    inputs.put(TokenInputs.TOKEN_TYPE_IDS, Nd4j.zeros(ids.dataType(), 2, 3));
    inputs.put(TaskHead.LABELS, Nd4j.createFromArray(1, 0));
    return inputs;
  }

  @Test
  void computesExactlyWhatHasJoined() {
    INDArray gradients = model.parameters().gradients();
    try (GraphExecutor all = model.executor(Mode.TRAINING);
        StagedGradients staged = new StagedGradients(thaw, 1, this::executor, 42)) {
      for (int step = 0; step <= thaw.lastStart(); step++) {
        Pass pass = new Pass(step, true);
        double loss = new ExecutorGradients(all, 42).accumulate(inputs(), 1, pass);
        INDArray expected = gradients.dup();
        gradients.assign(UNTOUCHED);
        assertThat(staged.accumulate(inputs(), 1, pass)).isCloseTo(loss, within(1e-6));
        for (Parameter parameter : model.parameters().parameters()) {
          INDArray actual = model.parameters().gradient(parameter.name());
          INDArray wanted =
              FlatParameters.view(expected, model.parameters().segment(parameter.name()));
          if (step < thaw.start(parameter)) {
            wanted = wanted.dup().assign(UNTOUCHED);
          }
          assertThat(actual.sub(wanted).amaxNumber().doubleValue())
              .as("%s in step %d", parameter.name(), step)
              .isLessThan(1e-6);
        }
      }
    }
    assertThat(stages).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void aStageIsThatOfTheStepAndNotOfTheMicroBatch() {
    try (StagedGradients staged = new StagedGradients(thaw, 3, this::executor, 42)) {
      for (int number = 0; number < 7; number++) {
        staged.accumulate(inputs(), 1, new Pass(number, number % 3 == 0));
      }
    }
    assertThat(stages).containsExactly(0, 1);
  }

  @Test
  void withoutAThawThereIsOneStage() {
    try (StagedGradients staged = new StagedGradients(Thaw.none(), 1, this::executor, 42)) {
      staged.accumulate(inputs(), 1, new Pass(0, true));
      staged.accumulate(inputs(), 1, new Pass(99, true));
    }
    assertThat(stages).containsExactly(0);
  }
}
