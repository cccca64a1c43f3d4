package org.transformerzoo.zoo.execution.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.ForwardPass;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.execution.plan.PlanExecutorTest.Inputs;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.FlatParameters.Segment;

/** A step in two halves, whose labels are told between them, beside the same step in one. */
class ForwardPassTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
  private static final RandomKey MASKS = new RandomKey(7, "dropout", 3);
  private static final List<String> LOGITS = List.of("logits");
  private static final List<String> LABELS = List.of("labels");

  private final TransformerModel bert = TransformerModel.load(FIXTURES.resolve("bert"));
  private final Map<String, INDArray> inputs = Inputs.of("bert", 2, 9);

  private static Map<String, INDArray> withoutLabels(Map<String, INDArray> inputs) {
    Map<String, INDArray> open = new HashMap<>(inputs);
    open.put("labels", Nd4j.zerosLike(inputs.get("labels")));
    return open;
  }

  private static Map<String, INDArray> labels(Map<String, INDArray> inputs) {
    return Map.of("labels", inputs.get("labels"));
  }

  /** An executor that has memory for one run. */
  private GraphExecutor narrow() {
    PlanOptions all = PlanOptions.defaults();
    PlanOptions one =
        new PlanOptions(
            all.memoryLimit(), all.plans(), 1, false, all.trainable(), false, all.precision());
    return new PlanExecutor(bert.graph(Mode.TRAINING).executable(), bert.parameters(), one);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert", "roberta", "xlnet", "bart", "bert-mlm"})
  void givesWhatOneStepGives(String name) {
    TransformerModel model = TransformerModel.load(FIXTURES.resolve(name));
    Map<String, INDArray> batch = Inputs.of(name, 3, 11);
    for (ExecutorKind kind : ExecutorKind.values()) {
      try (GraphExecutor executor =
          kind.create(model.graph(Mode.TRAINING).executable(), model.parameters())) {
        INDArray logits = executor.output(batch, LOGITS, MASKS).get("logits");
        double loss = executor.computeGradients(batch, 0.5, MASKS);
        INDArray gradients = model.parameters().gradients().dup();
        model.parameters().gradients().assign(3);

        ForwardPass pass = executor.forward(withoutLabels(batch), LOGITS, LABELS, MASKS);

        assertThat(pass.outputs()).containsOnlyKeys("logits");
        assertThat(pass.outputs().get("logits")).isEqualTo(logits);
        assertThat(pass.computeGradients(labels(batch), 0.5)).isEqualTo(loss);
        for (Segment segment : model.parameters().segments()) {
          String parameter = segment.parameter().name();
          assertThat(model.parameters().gradient(parameter))
              .as("%s by %s", parameter, kind)
              .isEqualTo(FlatParameters.view(gradients, segment));
        }
      }
    }
  }

  @Test
  void otherRunsMayComeBetweenTheHalves() {
    Map<String, INDArray> others = Inputs.of("bert", 3, 11);
    try (GraphExecutor executor = bert.executor(Mode.TRAINING)) {
      executor.computeGradients(inputs, 1, MASKS);
      INDArray gradients = bert.parameters().gradients().dup();

      ForwardPass pass = executor.forward(withoutLabels(inputs), LOGITS, LABELS, MASKS);
      executor.output(others, LOGITS);
      executor.computeGradients(others, 1, MASKS);
      pass.computeGradients(labels(inputs), 1);

      assertThat(bert.parameters().gradients()).isEqualTo(gradients);
    }
  }

  @Test
  void isOverOnceGradientsWereAskedForOrItWasClosed() {
    try (GraphExecutor executor = narrow()) {
      ForwardPass asked = executor.forward(withoutLabels(inputs), LOGITS, LABELS, MASKS);
      asked.computeGradients(labels(inputs), 1);
      assertThatThrownBy(() -> asked.computeGradients(labels(inputs), 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The forward pass is over");
      asked.close();

      ForwardPass closed = executor.forward(withoutLabels(inputs), LOGITS, LABELS, MASKS);
      closed.close();
      closed.close();
      assertThatThrownBy(() -> closed.computeGradients(labels(inputs), 1))
          .hasMessage("The forward pass is over");

      assertThat(executor.output(inputs, LOGITS)).containsKey("logits"); // in the one lane
    }
  }

  @Test
  void refusesWhatCannotBeLeftOpen() {
    try (GraphExecutor executor = narrow()) {
      assertThatThrownBy(() -> executor.forward(inputs, LOGITS, List.of("attention_mask"), MASKS))
          .hasMessage("The output \"logits\" depends on what is open, [attention_mask]");
      assertThatThrownBy(() -> executor.forward(inputs, LOGITS, List.of("nothing"), MASKS))
          .hasMessage("The loss depends on no input \"nothing\"");
      ForwardPass pass = executor.forward(withoutLabels(inputs), LOGITS, LABELS, MASKS);
      assertThatThrownBy(() -> pass.computeGradients(Map.of(), 1))
          .hasMessageContaining("\"labels\" is missing, expected the shape [2]");
      assertThatThrownBy(
              () -> pass.computeGradients(Map.of("labels", Nd4j.createFromArray(1, 2, 0)), 1))
          .hasMessageContaining("\"labels\" has the shape [3], expected the shape [2]");
      pass.computeGradients(labels(inputs), 1);
      assertThat(executor.output(inputs, LOGITS)).containsKey("logits");
    }
  }
}
