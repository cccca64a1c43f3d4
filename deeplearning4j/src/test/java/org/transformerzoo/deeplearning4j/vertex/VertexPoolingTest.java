package org.transformerzoo.deeplearning4j.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.training.finetuning.TinyArchitecture;
import org.transformerzoo.zoo.pooling.PoolingHeads;

/** Every pooling on every architecture, beside SameDiff's session with the same dropout. */
class VertexPoolingTest {

  private static final List<String> POOLINGS =
      List.of(
          "pooler",
          "cls",
          "mean",
          "max",
          "mean-max",
          "mean-sqrt-length",
          "conv1d(channels=6, outputs=5)",
          "layer-cls",
          "layer-mean",
          "concat-cls(layers=2)",
          "weighted-layers",
          "lstm(width=5)",
          "gru(width=5)",
          "attention(width=5)",
          "wk",
          "parallel(layers=2)",
          "hierarchical(layers=2)",
          "word-weights",
          "mean + dense(width=4)");

  @Test
  void everyWordForOneVectorIsTried() {
    assertThat(PoolingHeads.standard().words())
        .filteredOn(word -> !word.equals("asymmetric"))
        .allSatisfy(
            word ->
                assertThat(POOLINGS)
                    .anyMatch(text -> text.matches("(.*\\+ )?" + word + "([( ].*)?")));
  }

  static Stream<Arguments> everywhere() {
    return Arrays.stream(TinyArchitecture.values())
        .flatMap(body -> POOLINGS.stream().map(pooling -> Arguments.of(body, pooling)));
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void gradientsAreThoseOfTheReferenceExecutor(TinyArchitecture architecture, String pooling) {
    Texts texts = Texts.of(6, 1, architecture);
    ComputationGraph graph = Graphs.classifier(Graphs.encoder(architecture, 0.2, pooling));

    Map<String, INDArray> gradients = EncoderGradients.of(graph, texts);

    EncoderGradients.assertEqualReference(graph, texts, gradients);
  }
}
