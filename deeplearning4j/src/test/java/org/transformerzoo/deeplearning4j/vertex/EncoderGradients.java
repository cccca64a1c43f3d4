package org.transformerzoo.deeplearning4j.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.ModelGraph;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;

/** ∂(sum of losses)/∂θ of the encoder of a {@link Graphs#classifier}. */
final class EncoderGradients {

  private EncoderGradients() {}

  /** What DL4J gets from the vertex in its first iteration, by {@link #key}. */
  static Map<String, INDArray> of(ComputationGraph graph, Texts texts) {
    graph.initGradientsView(); // as training does before its first step
    graph.setInputs(texts.inputs());
    graph.setLabels(texts.classes);
    graph.computeGradientAndScore();
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    String prefix = Graphs.ENCODER + "_";
    graph
        .gradient()
        .gradientForVariable()
        .forEach(
            (name, gradient) -> {
              if (name.startsWith(prefix)) {
                gradients.put(name.substring(prefix.length()), gradient.dup('c'));
              }
            });
    return gradients;
  }

  /** What DL4J calls {@code parameter}. */
  static String key(Parameter parameter) {
    return parameter.name().replace('_', '-');
  }

  /** Holds {@code gradients} against those of SameDiff's session with the same masks. */
  static void assertEqualReference(
      ComputationGraph graph, Texts texts, Map<String, INDArray> gradients) {
    FlatParameters expected = reference(graph, texts);
    assertThat(gradients).hasSize(expected.parameters().size());
    for (Parameter parameter : expected.parameters()) {
      INDArray reference = expected.gradient(parameter.name());
      double difference = gradients.get(key(parameter)).sub(reference).amaxNumber().doubleValue();
      double size = reference.amaxNumber().doubleValue();
      assertThat(difference).as(parameter.name()).isLessThan(1e-5 + 1e-4 * size);
    }
    assertThat(expected.gradients().amaxNumber().doubleValue()).isPositive();
  }

  private static FlatParameters reference(ComputationGraph graph, Texts texts) {
    TransformerModel model = TransformerVertex.model(graph, Graphs.ENCODER);
    FlatParameters parameters = FlatParameters.allocate(model.parameters().parameters());
    for (Parameter each : model.parameters().parameters()) {
      parameters.value(each.name()).assign(model.parameters().value(each.name()));
    }
    RandomKey masks = new RandomKey(Graphs.SEED, "dropout", 0);
    Map<String, INDArray> inputs = texts.named();
    try (GraphExecutor session =
        ExecutorKind.SESSION.create(
            ModelGraph.pooledScore(model.specification(), Mode.TRAINING).executable(),
            parameters)) {
      INDArray pooled =
          session.output(inputs, List.of(ModelGraph.POOLED), masks).get(ModelGraph.POOLED);
      inputs.put(ModelGraph.DIRECTION, direction(graph, pooled, texts.classes));
      session.computeGradients(inputs, 1, masks);
    }
    return parameters;
  }

  /** ∂(sum of losses)/∂(pooled vectors) by the formula of softmax and cross entropy. */
  private static INDArray direction(ComputationGraph graph, INDArray pooled, INDArray classes) {
    INDArray weights = graph.getLayer("out").getParam("W"); // [width, 2]
    INDArray logits = pooled.mmul(weights).addiRowVector(graph.getLayer("out").getParam("b"));
    return Nd4j.nn().softmax(logits, 1).sub(classes).mmul(weights.transpose());
  }
}
