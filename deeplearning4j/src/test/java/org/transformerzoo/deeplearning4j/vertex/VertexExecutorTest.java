package org.transformerzoo.deeplearning4j.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.training.finetuning.TinyArchitecture;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.execution.plan.PlanExecutor;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.FlatParameters;

class VertexExecutorTest {

  private static final int SHAPES = 40;
  private static final RandomKey MASKS = new RandomKey(1, "dropout", 0);

  private final TransformerVertex vertex = Graphs.encoder(TinyArchitecture.BERT, 0.2, "mean");

  @Test
  void eachShapeIsCompiledOnceForTrainingAndOnceForEvaluation() {
    List<Texts> shapes = IntStream.rangeClosed(1, SHAPES).mapToObj(n -> Texts.of(n, 1)).toList();
    ComputationGraph graph = Graphs.classifier(vertex);

    for (int epoch = 0; epoch < 2; epoch++) {
      shapes.forEach(texts -> graph.fit(texts.batch()));
      shapes.forEach(texts -> graph.output(texts.inputs()));
    }

    TransformerGraphVertex running = (TransformerGraphVertex) graph.getVertex(Graphs.ENCODER);
    PlanExecutor executor = (PlanExecutor) running.executor().executor();
    assertThat(executor.compilations()).isEqualTo(2 * SHAPES);
  }

  @Test
  void gradientsAreTheSameWhenNothingIsLeftOfTheForwardPass() {
    Map<String, INDArray> inputs = Texts.of(5, 1).named();
    FlatParameters parameters = FlatParameters.allocate(vertex.graph().parameters());
    TransformerModel.create(vertex.specification(), parameters).initialize(1);
    try (VertexExecutor executor =
        new VertexExecutor(vertex.specification(), vertex.graph().width(), parameters)) {
      INDArray pooled = executor.forward(inputs, MASKS);
      assertThat(executor.output(inputs, MASKS)).isEqualTo(pooled); // and forgets the pass
      executor.computeGradients(pooled, () -> inputs, MASKS);
      INDArray again = parameters.gradients().dup();

      executor.forward(inputs, MASKS);
      executor.computeGradients(
          pooled,
          () -> {
            throw new AssertionError("the forward pass is there");
          },
          MASKS);

      assertThat(parameters.gradients()).isEqualTo(again);
      assertThat(again.amaxNumber().doubleValue()).isPositive();
    }
  }
}
