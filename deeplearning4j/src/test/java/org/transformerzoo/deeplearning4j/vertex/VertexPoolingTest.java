package org.transformerzoo.deeplearning4j.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.training.finetuning.TinyArchitecture;
import org.transformerzoo.zoo.InvalidModelException;
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
        .flatMap(
            body ->
                POOLINGS.stream()
                    .filter(pooling -> !pooling.equals("pooler") || hasPooler(body))
                    .map(pooling -> Arguments.of(body, pooling)));
  }

  private static boolean hasPooler(TinyArchitecture body) {
    return body == TinyArchitecture.BERT || body == TinyArchitecture.ROBERTA;
  }

  @ParameterizedTest
  @EnumSource(names = {"XLNET", "BART"})
  void refusesThePoolerOfBodiesWithoutOne(TinyArchitecture architecture) {
    assertThatThrownBy(() -> Graphs.encoder(architecture, 0, "pooler"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("model has no pooler");
  }

  @Test
  void anAsymmetricPoolingAsksForTheRoleOfATextToo() {
    String pooling = "mean + asymmetric(query=dense(4), document=dense(4))";
    TransformerVertexBuilder builder =
        TransformerVertex.builder(Graphs.config(TinyArchitecture.BERT, 0))
            .pooling(pooling)
            .frozen(true);
    assertThatThrownBy(builder::build).hasMessageContaining("expected text_role among them");
    String[] four = {"input_ids", "attention_mask", "token_type_ids", "text_role"};
    ComputationGraph graph = Graphs.classifier(builder.inputs(four).build(), 4, four);
    Texts texts = Texts.of(6, 1);
    INDArray query = Nd4j.zeros(DataType.INT32, 6, 1);

    INDArray asQuery = graph.outputSingle(texts.ids, texts.mask, texts.types, query);
    INDArray asDocument = graph.outputSingle(texts.ids, texts.mask, texts.types, query.add(1));

    assertThat(asQuery).isNotEqualTo(asDocument);
    assertThatThrownBy(() -> builder.pooling("mean").build())
        .hasMessageContaining("text_role for asymmetric poolings alone");
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
