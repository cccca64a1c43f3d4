package org.transformerzoo.deeplearning4j.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.stats.api.StatsType;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.transformerzoo.training.finetuning.TinyArchitecture;
import org.transformerzoo.zoo.architecture.TokenInputs;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.parameter.Parameter;

class TransformerVertexTest {

  private final Texts texts = Texts.of(12, 1);

  @ParameterizedTest
  @EnumSource
  void learnsATaskThroughTheGraph(TinyArchitecture architecture) {
    ComputationGraph graph = Graphs.classifier(Graphs.encoder(architecture, 0.1, "mean"));
    MultiDataSet batch = Texts.of(64, 2).batch();
    double before = graph.score(batch);

    for (int i = 0; i < 60; i++) {
      graph.fit(batch);
    }

    assertThat(graph.score(batch)).isLessThan(before / 3);
    assertThat(accuracy(graph, Texts.of(64, 3).batch())).isGreaterThan(0.9);
  }

  @ParameterizedTest
  @EnumSource
  void gradientsAreThoseOfSmallMoves(TinyArchitecture architecture) {
    ComputationGraph graph = Graphs.classifier(Graphs.encoder(architecture, 0, "mean"));
    Map<String, INDArray> gradients = EncoderGradients.of(graph, texts);
    FlatParameters parameters = TransformerVertex.model(graph, Graphs.ENCODER).parameters();

    for (Parameter parameter : parameters.parameters()) {
      INDArray gradient = gradients.get(EncoderGradients.key(parameter));
      long place = largest(gradient);
      double slope = slope(graph, parameters.value(parameter.name()), place);
      double known = gradient.dup('c').data().getDouble(place);
      assertThat(slope)
          .as(parameter.name())
          .isCloseTo(known, within(5e-3 + 0.03 * Math.abs(known)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void goesOnAfterItWasSavedAndRestoredAsIfNothingHadHappened(
      TinyArchitecture architecture, @TempDir Path folder) throws IOException {
    ComputationGraph graph =
        Graphs.classifier(Graphs.encoder(architecture, 0.1, "mean + dense(width=4)"));
    graph.fit(texts.batch());
    graph.fit(texts.batch());

    ModelSerializer.writeModel(graph, folder.resolve("graph.zip").toFile(), true);
    ComputationGraph restored =
        ModelSerializer.restoreComputationGraph(folder.resolve("graph.zip").toFile(), true);

    assertThat(restored.getConfiguration().getVertices().get(Graphs.ENCODER))
        .isEqualTo(graph.getConfiguration().getVertices().get(Graphs.ENCODER));
    assertThat(restored.outputSingle(texts.inputs())).isEqualTo(graph.outputSingle(texts.inputs()));
    graph.fit(texts.batch());
    restored.fit(texts.batch());
    assertThat(restored.params()).isEqualTo(graph.params());
  }

  @Test
  void aCloneHasParametersOfItsOwn() {
    ComputationGraph graph = Graphs.classifier(Graphs.encoder(TinyArchitecture.BERT, 0, "mean"));
    ComputationGraph clone = graph.clone();
    INDArray before = clone.outputSingle(texts.inputs());

    graph.fit(texts.batch());

    assertThat(clone.outputSingle(texts.inputs())).isEqualTo(before);
    assertThat(graph.outputSingle(texts.inputs())).isNotEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void aFrozenEncoderStaysAndTakesNoStateOfAnUpdater(TinyArchitecture architecture) {
    ComputationGraph graph =
        Graphs.classifier(
            TransformerVertex.builder(Graphs.config(architecture, 0.5)).frozen(true).build());
    FlatParameters encoder = TransformerVertex.model(graph, Graphs.ENCODER).parameters();
    INDArray before = encoder.values().dup();
    INDArray head = graph.getLayer("out").params().dup();

    graph.fit(texts.batch());

    assertThat(encoder.values()).isEqualTo(before);
    assertThat(graph.getLayer("out").params()).isNotEqualTo(head);
    assertThat(graph.getUpdater().getStateViewArray().length()).isEqualTo(2 * head.length());
    assertThat(graph.output(true, texts.inputs())[0]).isEqualTo(graph.outputSingle(texts.inputs()));
  }

  @Test
  void theFrozenVertexOfDl4jFreezesItToo() {
    FrozenVertex frozen = new FrozenVertex(Graphs.encoder(TinyArchitecture.BERT, 0, "mean"));
    ComputationGraph graph = Graphs.classifier(frozen, 16, Graphs.INPUTS);
    INDArray before = graph.getVertex(Graphs.ENCODER).params().dup();
    INDArray head = graph.getLayer("out").params().dup();

    graph.fit(texts.batch());

    assertThat(graph.getVertex(Graphs.ENCODER).params()).isEqualTo(before);
    assertThat(graph.getLayer("out").params()).isNotEqualTo(head);
  }

  @Test
  void dl4jsOwnStatisticsTellOfItsParameters() {
    ComputationGraph graph = Graphs.classifier(Graphs.encoder(TinyArchitecture.BERT, 0, "mean"));
    StatsStorage storage = new InMemoryStatsStorage();
    graph.setListeners(new StatsListener(storage, 1));

    graph.fit(texts.batch());

    String session = storage.listSessionIDs().get(0);
    String worker = storage.listWorkerIDsForSession(session).get(0);
    StatsReport report =
        (StatsReport) storage.getLatestUpdate(session, StatsListener.TYPE_ID, worker);
    assertThat(report.getMeanMagnitudes(StatsType.Parameters))
        .containsKeys("encoder_bert.embeddings.word-embeddings.weight", "out_W");
    assertThat(report.getMeanMagnitudes(StatsType.Updates))
        .containsKeys("encoder_bert.embeddings.word-embeddings.weight", "out_W");
  }

  @Test
  void learnsFromATextAndNumbersTogether() {
    ComputationGraph graph = Graphs.mixed(Graphs.encoder(TinyArchitecture.BERT, 0, "max"));
    MultiDataSet batch = Texts.of(256, 2).mixedBatch();

    for (int i = 0; i < 80; i++) {
      graph.fit(batch);
    }

    assertThat(accuracy(graph, Texts.of(64, 3).mixedBatch())).isGreaterThan(0.9);
  }

  @Test
  void theMaskOfTheFeaturesTakesThePlaceOfAnInput() {
    TransformerVertex three = Graphs.encoder(TinyArchitecture.BERT, 0, "mean");
    TransformerVertex one =
        TransformerVertex.builder(Graphs.config(TinyArchitecture.BERT, 0))
            .inputs(TokenInputs.INPUT_IDS)
            .updater(new Adam(0.01))
            .seed(Graphs.SEED)
            .build();
    ComputationGraph masked = Graphs.classifier(one, 16, "text");
    INDArray[] ids = {texts.ids.castTo(DataType.FLOAT)};
    INDArray[] mask = {texts.mask.castTo(DataType.FLOAT)};

    INDArray withMask = masked.output(false, ids, mask)[0];
    INDArray without = masked.output(false, ids, null)[0];

    ComputationGraph fed = Graphs.classifier(three);
    assertThat(withMask).isEqualTo(fed.outputSingle(texts.inputs()));
    assertThat(without)
        .isEqualTo(fed.outputSingle(texts.ids, Nd4j.onesLike(texts.mask), texts.types));
  }

  @Test
  void theTrainedEncoderIsAModelFolderAgain(@TempDir Path folder) {
    ComputationGraph graph = Graphs.classifier(Graphs.encoder(TinyArchitecture.BERT, 0, "mean"));
    graph.fit(texts.batch());

    TransformerVertex.model(graph, Graphs.ENCODER).save(folder.resolve("encoder"));
    ComputationGraph other =
        Graphs.classifier(
            TransformerVertex.builder(folder.resolve("encoder")).frozen(true).build());
    other.getLayer("out").params().assign(graph.getLayer("out").params());

    assertThat(other.outputSingle(texts.inputs())).isEqualTo(graph.outputSingle(texts.inputs()));
  }

  @Test
  void weightDecayShrinksMatricesAndSparesBiases() {
    TransformerVertex vertex =
        TransformerVertex.builder(Graphs.config(TinyArchitecture.BERT, 0))
            .updater(new Adam(1e-3))
            .weightDecay(0.1)
            .build();
    ComputationGraph graph = Graphs.classifier(vertex);
    VertexTraining training = (VertexTraining) graph.getVertex(Graphs.ENCODER).getConfig();

    assertThat(training.getRegularizationByParam("bert.encoder.layer.0.output.dense.weight"))
        .hasSize(1);
    assertThat(training.getRegularizationByParam("bert.encoder.layer.0.output.dense.bias"))
        .isEmpty();
    graph.fit(texts.batch());
  }

  @Test
  void refusesWhatCannotBe() {
    TransformerVertexBuilder nothing =
        TransformerVertex.builder(Graphs.config(TinyArchitecture.BERT, 0))
            .weightDecay(-1)
            .inputs("attention_mask");
    assertThatThrownBy(nothing::build)
        .isInstanceOf(DL4JInvalidConfigException.class)
        .hasMessageContainingAll("updater is not set", "weightDecay is -1.0", "inputs are");
    ComputationGraph graph = Graphs.classifier(Graphs.encoder(TinyArchitecture.BERT, 0, "mean"));
    INDArray fractions = texts.ids.castTo(DataType.FLOAT).addi(0.5);
    assertThatThrownBy(() -> graph.output(fractions, texts.mask, texts.types))
        .hasMessageContaining("\"input_ids\" of the vertex \"encoder\" has fractions");
    assertThatThrownBy(() -> graph.output(texts.ids.add(100), texts.mask, texts.types))
        .hasMessageContaining("expected ids from 0 to 31");
    assertThatThrownBy(() -> TransformerVertex.model(graph, "out"))
        .hasMessage("The graph has no TransformerVertex called \"out\"");
    TransformerVertex vertex = Graphs.encoder(TinyArchitecture.BERT, 0, "mean");
    assertThatThrownBy(
            () ->
                Graphs.initialized(
                    new NeuralNetConfiguration.Builder()
                        .dataType(DataType.DOUBLE)
                        .graphBuilder()
                        .addInputs(Graphs.INPUTS)
                        .addVertex(Graphs.ENCODER, vertex, Graphs.INPUTS)
                        .addLayer(
                            "out", new OutputLayer.Builder().nIn(16).nOut(2).build(), "encoder")
                        .setOutputs("out")
                        .build()))
        .hasMessageContaining("computes with DOUBLE, expected FLOAT");
  }

  private static double accuracy(ComputationGraph graph, MultiDataSet batch) {
    INDArray guess = graph.outputSingle(batch.getFeatures()).argMax(1);
    INDArray truth = batch.getLabels(0).argMax(1);
    return guess.eq(truth).castTo(DataType.FLOAT).meanNumber().doubleValue();
  }

  private static long largest(INDArray gradient) {
    return Nd4j.math().abs(gradient.dup()).reshape(-1).argMax().getLong(0);
  }

  /** How much the sum of the losses moves with one number, by central difference. */
  private double slope(ComputationGraph graph, INDArray values, long place) {
    double step = 1e-2;
    INDArray flat = values.reshape(values.length());
    double here = flat.getDouble(place);
    flat.putScalar(place, here + step);
    double above = graph.score(texts.batch());
    flat.putScalar(place, here - step);
    double below = graph.score(texts.batch());
    flat.putScalar(place, here);
    return (above - below) / (2 * step) * texts.ids.size(0);
  }
}
