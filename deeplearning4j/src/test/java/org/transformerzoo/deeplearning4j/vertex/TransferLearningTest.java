package org.transformerzoo.deeplearning4j.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.training.finetuning.TinyArchitecture;
import org.transformerzoo.zoo.model.TransformerModel;

/** DL4J's {@code TransferLearning} on a graph with a trained encoder. */
class TransferLearningTest {

  private static final int CLASSES = 3;

  @TempDir private Path folder;

  private final Texts texts = Texts.of(6, 1);
  private final ComputationGraph trained =
      Graphs.classifier(Graphs.encoder(TinyArchitecture.BERT, 0.2, "mean + dense(width=4)"));

  @BeforeEach
  void train() {
    trained.fit(texts.batch());
    trained.fit(texts.batch());
  }

  private static TransferLearning.GraphBuilder withThreeClasses(ComputationGraph graph) {
    return new TransferLearning.GraphBuilder(graph)
        .removeVertexKeepConnections("out")
        .addLayer(
            "out",
            new OutputLayer.Builder().nIn(4).nOut(CLASSES).activation(Activation.SOFTMAX).build(),
            Graphs.ENCODER);
  }

  private MultiDataSet threeClasses() {
    INDArray answers = Nd4j.zeros(texts.ids.size(0), CLASSES);
    for (int row = 0; row < answers.rows(); row++) {
      answers.putScalar(row, row % CLASSES, 1);
    }
    return new MultiDataSet(texts.inputs(), new INDArray[] {answers});
  }

  private static INDArray encoder(ComputationGraph graph) {
    return TransformerVertex.model(graph, Graphs.ENCODER).parameters().values();
  }

  @Test
  void anEncoderFromItsFolderStaysUnderAnotherOutputLayer() {
    TransformerVertex.model(trained, Graphs.ENCODER).save(folder);
    ComputationGraph other =
        withThreeClasses(trained)
            .removeVertexKeepConnections(Graphs.ENCODER)
            .addVertex(
                Graphs.ENCODER,
                TransformerVertex.builder(folder)
                    .pooling("mean + dense(width=4)")
                    .frozen(true)
                    .build(),
                Graphs.INPUTS)
            .build();
    INDArray head = other.getLayer("out").params().dup();
    assertThat(encoder(other)).isEqualTo(encoder(trained));

    other.fit(threeClasses());

    assertThat(encoder(other)).isEqualTo(encoder(trained));
    assertThat(other.getLayer("out").params()).isNotEqualTo(head);
    assertThat(other.outputSingle(texts.inputs()).shape()).containsExactly(6, CLASSES);
  }

  @Test
  void dl4jItselfTakesParametersOfLayersAlone() {
    ComputationGraph other = withThreeClasses(trained).build();
    assertThat(encoder(other)).isNotEqualTo(encoder(trained));

    other.getVertex(Graphs.ENCODER).params().assign(trained.getVertex(Graphs.ENCODER).params());

    assertThat(encoder(other)).isEqualTo(encoder(trained));
    other.fit(threeClasses());
    assertThat(encoder(other)).isNotEqualTo(encoder(trained));
  }

  @Test
  void aFeatureExtractorKeepsItsWeightsAndHasNoDropout() throws IOException {
    ComputationGraph frozen =
        new TransferLearning.GraphBuilder(trained).setFeatureExtractor(Graphs.ENCODER).build();
    INDArray head = frozen.getLayer("out").params().dup();

    frozen.fit(texts.batch());

    assertThat(encoder(frozen)).isEqualTo(encoder(trained));
    assertThat(frozen.getLayer("out").params()).isNotEqualTo(head);
    assertThat(frozen.output(true, texts.inputs())[0])
        .isEqualTo(frozen.outputSingle(texts.inputs()));
    ModelSerializer.writeModel(frozen, folder.resolve("frozen.zip").toFile(), true);
    ComputationGraph restored =
        ModelSerializer.restoreComputationGraph(folder.resolve("frozen.zip").toFile(), true);
    restored.fit(texts.batch());
    TransformerModel model = TransformerVertex.model(restored, Graphs.ENCODER);
    assertThat(model.parameters().values()).isEqualTo(encoder(trained));
  }
}
