package org.transformerzoo.deeplearning4j.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.records.reader.impl.transform.TransformProcessRecordReader;
import org.datavec.api.split.FileSplit;
import org.datavec.api.transform.ColumnType;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.transform.schema.Schema;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.datasets.iterator.CombinedMultiDataSetPreProcessor;
import org.deeplearning4j.datasets.iterator.MultiDataSetWrapperIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.transformerzoo.training.finetuning.FileBatches;
import org.transformerzoo.training.finetuning.IteratorContract;
import org.transformerzoo.training.finetuning.TinyArchitecture;
import org.transformerzoo.training.finetuning.TinyRun;
import org.transformerzoo.training.inference.SentenceEmbedder;

class FeaturesTest {

  private static final int WIDTH = 16;

  @TempDir private Path folder;

  private static MultiLayerNetwork classifier() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.05))
                .list()
                .layer(
                    new OutputLayer.Builder()
                        .nIn(WIDTH)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    return network;
  }

  /** Text first, then 0 or 1, as CSV that DataVec's own reader takes. */
  private Path csv(Path tsv) throws IOException {
    List<String> lines =
        Files.readAllLines(tsv).stream()
            .skip(1)
            .map(line -> line.split("\t"))
            .map(cells -> cells[1] + "," + (cells[0].equals("yes") ? 1 : 0))
            .toList();
    return Files.write(folder.resolve("texts.csv"), lines);
  }

  private RecordReader reader(Path csv) throws IOException, InterruptedException {
    RecordReader reader = new CSVRecordReader();
    reader.initialize(new FileSplit(csv.toFile()));
    return reader;
  }

  private static Schema schema() {
    return new Schema.Builder().addColumnString("text").addColumnInteger("label").build();
  }

  @ParameterizedTest
  @EnumSource
  void aTransformProcessFeedsANetwork(TinyArchitecture architecture) throws Exception {
    TinyRun run = new TinyRun(folder, architecture);
    TransformProcess process =
        new TransformProcess.Builder(schema())
            .transform(new EmbeddingTransform("text", run.model().toString(), 32))
            .build();
    TransformProcess read = TransformProcess.fromJson(process.toJson());
    RecordReader embedded = new TransformProcessRecordReader(reader(csv(run.train())), read);

    MultiLayerNetwork network = classifier();
    network.fit(new RecordReaderDataSetIterator(embedded, 10, 1, 2), 60);

    embedded.reset();
    double accuracy =
        network.evaluate(new RecordReaderDataSetIterator(embedded, 10, 1, 2)).accuracy();
    assertThat(accuracy).isGreaterThan(0.75);
    assertThat(read.getFinalSchema().getType("text")).isEqualTo(ColumnType.NDArray);
  }

  @Test
  void aTransformGivesTheVectorsOfTheEmbedder() {
    TinyRun run = new TinyRun(folder);
    TransformProcess process =
        new TransformProcess.Builder(schema())
            .transform(new EmbeddingTransform("text", run.model().toString(), 32))
            .build();

    List<Writable> record =
        process.execute(List.of(new Text("the parcel came"), new IntWritable(1)));

    try (SentenceEmbedder embedder = SentenceEmbedder.load(run.model())) {
      assertThat(((NDArrayWritable) record.get(0)).get())
          .isEqualTo(Nd4j.createFromArray(embedder.embed(List.of("the parcel came"))));
    }
    assertThat(record.get(1).toInt()).isEqualTo(1);
  }

  @Test
  void aRecordReaderEmbedsManyTextsTogether() throws Exception {
    TinyRun run = new TinyRun(folder);
    try (SentenceEmbedder embedder = SentenceEmbedder.load(run.model())) {
      RecordReader embedded = new EmbeddingRecordReader(reader(csv(run.train())), 0, embedder);
      List<List<Writable>> together = embedded.next(5);
      embedded.reset();
      for (List<Writable> record : together) {
        List<Writable> alone = embedded.next();
        assertThat(((NDArrayWritable) record.get(0)).get().toFloatMatrix()[0])
            .containsExactly(
                ((NDArrayWritable) alone.get(0)).get().toFloatMatrix()[0], within(1e-5f));
        assertThat(record.get(1)).isEqualTo(alone.get(1));
      }
      embedded.reset();
      DataSetIterator batches = new RecordReaderDataSetIterator(embedded, 10, 1, 2);
      MultiLayerNetwork network = classifier();
      network.fit(batches, 60);

      batches.reset();
      assertThat(network.evaluate(batches).accuracy()).isGreaterThan(0.75);
      assertThatThrownBy(
              () -> new EmbeddingRecordReader(reader(csv(run.train())), 7, embedder).next())
          .hasMessage("A record has 2 columns, expected a text in column 7");
    }
  }

  @Test
  void batchesOfTokensBecomeBatchesOfVectors() {
    TinyRun run = new TinyRun(folder);
    try (FileBatches batches = FileBatches.open(run.configuration("out").build());
        SentenceEmbedder embedder = SentenceEmbedder.load(run.model())) {
      CombinedMultiDataSetPreProcessor both =
          new CombinedMultiDataSetPreProcessor.Builder()
              .addPreProcessor(new EmbeddedFeatures(embedder))
              .addPreProcessor(new OneHotLabels(2))
              .build();
      batches.train().setPreProcessor(both);
      batches.dev().setPreProcessor(both);
      MultiLayerNetwork network = classifier();
      network.fit(new MultiDataSetWrapperIterator(batches.train()), 60);

      double accuracy = network.evaluate(new MultiDataSetWrapperIterator(batches.dev())).accuracy();
      assertThat(accuracy).isGreaterThan(0.75);
      batches.dev().reset();
      IteratorContract.check(batches.dev(), true);
    }
  }

  @Test
  void refusesLabelsThatAreNoClasses() {
    OneHotLabels labels = new OneHotLabels(2);
    assertThatThrownBy(
            () ->
                labels.preProcess(
                    new MultiDataSet(Nd4j.zeros(1, 1), Nd4j.createFromArray(new int[] {2}))))
        .hasMessage("The labels hold the class 2, expected classes from 0 to 1");
    assertThatThrownBy(
            () -> labels.preProcess(new MultiDataSet(Nd4j.zeros(1, 1), Nd4j.zeros(2, 3))))
        .hasMessageContaining("expected a class for each example");
  }
}
