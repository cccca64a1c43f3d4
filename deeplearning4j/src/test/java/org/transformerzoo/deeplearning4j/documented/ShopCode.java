package org.transformerzoo.deeplearning4j.documented;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.transform.schema.Schema;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.transformerzoo.deeplearning4j.features.EmbeddingRecordReader;
import org.transformerzoo.deeplearning4j.features.EmbeddingTransform;
import org.transformerzoo.deeplearning4j.features.OneHotLabels;
import org.transformerzoo.deeplearning4j.statistics.UiStatistics;
import org.transformerzoo.deeplearning4j.vertex.TransformerVertex;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.evaluation.TaskEvaluation;
import org.transformerzoo.training.evaluation.TaskEvaluations;
import org.transformerzoo.training.finetuning.FileBatches;
import org.transformerzoo.training.finetuning.FineTuning;
import org.transformerzoo.training.inference.SentenceEmbedder;
import org.transformerzoo.training.input.GraphFeatures;
import org.transformerzoo.training.input.ModelInputs;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.TaskHead;
import org.transformerzoo.zoo.task.TaskHeads;
import org.transformerzoo.zoo.weights.LoadPolicy;

/** The code of docs/deeplearning4j.md and docs/migrating.md, statement by statement. */
final class ShopCode {

  private final Path model;
  private final Path train;
  private final Path dev;
  private final Path output;

  ShopCode(Path model, Path train, Path dev, Path output) {
    this.model = model;
    this.train = train;
    this.dev = dev;
    this.output = output;
  }

  FileBatches batches() {
    FineTuningConfiguration configuration =
        FineTuningConfiguration.builder()
            .set(ModelSettings.MODEL, model)
            .set(DataSettings.TRAIN, train)
            .set(DataSettings.DEV, dev)
            .set(DataSettings.BATCH_SIZE, 16)
            .buildPartial();
    return FileBatches.open(configuration);
  }

  ComputationGraph graph() {
    TransformerVertex encoder =
        TransformerVertex.builder(model).pooling("mean").updater(new Adam(2e-3)).build();
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .updater(new Adam(1e-2))
            .graphBuilder()
            .addInputs("input_ids", "attention_mask", "token_type_ids")
            .addVertex("encoder", encoder, "input_ids", "attention_mask", "token_type_ids")
            .addLayer(
                "out",
                new OutputLayer.Builder().nIn(16).nOut(2).activation(Activation.SOFTMAX).build(),
                "encoder")
            .setOutputs("out")
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  TaskEvaluation trainedGraph() throws IOException {
    ComputationGraph graph = graph();
    try (FileBatches batches = batches()) {
      batches.train().setPreProcessor(new OneHotLabels(2));
      graph.fit(batches.train(), 10);
      TaskHead task = TaskHeads.named("classification", batches.labels());
      TaskEvaluation evaluation = TaskEvaluations.ofProbabilities(task);
      graph.doEvaluation(batches.dev(), evaluation);
      System.out.println(evaluation.stats());
      ModelSerializer.writeModel(graph, output.resolve("graph.zip").toFile(), true);
      TransformerVertex.model(graph, "encoder").save(output.resolve("encoder"));
      return evaluation;
    }
  }

  ComputationGraph restored() throws IOException {
    return ModelSerializer.restoreComputationGraph(output.resolve("graph.zip").toFile(), true);
  }

  ComputationGraphConfiguration mixed() {
    TransformerVertex encoder = TransformerVertex.builder(model).frozen(true).build();
    return new NeuralNetConfiguration.Builder()
        .updater(new Adam(1e-2))
        .graphBuilder()
        .addInputs("input_ids", "attention_mask", "token_type_ids", "numbers")
        .addVertex("encoder", encoder, "input_ids", "attention_mask", "token_type_ids")
        .addVertex("both", new MergeVertex(), "encoder", "numbers")
        .addLayer(
            "out",
            new OutputLayer.Builder().nIn(18).nOut(2).activation(Activation.SOFTMAX).build(),
            "both")
        .setOutputs("out")
        .build();
  }

  void statistics(FineTuningConfiguration configuration) throws IOException {
    StatsStorage storage = new FileStatsStorage(new File(output.toFile(), "statistics"));
    FineTuning.run(configuration, List.of(new UiStatistics(storage, "friendly-or-not", 10)));
    storage.close();
  }

  TransformProcess process(Schema schema) {
    return new TransformProcess.Builder(schema)
        .transform(new EmbeddingTransform("text", model.toString(), 128))
        .build();
  }

  int vectors(RecordReader reader) {
    try (SentenceEmbedder embedder = SentenceEmbedder.load(model)) {
      RecordReader embedded = new EmbeddingRecordReader(reader, 0, embedder);
      DataSetIterator iterator = new RecordReaderDataSetIterator(embedded, 32, 1, 2);
      return iterator.next().getFeatures().columns();
    }
  }

  TransformerModel classifier() {
    ModelSpecification specification =
        ModelSpecification.of(
            ConfigFile.read(model),
            TaskHeads.named("classification", List.of("no", "yes")),
            PoolingHeads.named("mean"));
    TransformerModel classifier =
        TransformerModel.load(model, specification, LoadPolicy.fineTuning());
    classifier.initialize(1);
    return classifier;
  }

  TaskEvaluation ofSameDiff() {
    TransformerModel classifier = classifier();
    SameDiff graph = classifier.plainGraph();
    GraphFeatures features = GraphFeatures.of(graph);
    graph.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Adam(5e-3))
            .dataSetFeatureMapping(features.names())
            .dataSetLabelMapping(TaskHead.LABELS)
            .build());
    try (FileBatches batches = batches()) {
      batches.train().setPreProcessor(features);
      batches.dev().setPreProcessor(features);
      graph.fit(batches.train(), 30);
      TaskEvaluation evaluation =
          TaskEvaluations.of(classifier.specification().task().orElseThrow());
      graph.evaluate(batches.dev(), TaskHead.LOGITS, 0, evaluation);
      return evaluation;
    }
  }

  double ownRule() {
    TransformerModel classifier = classifier();
    FlatParameters parameters = classifier.parameters();
    double loss = Double.NaN;
    try (FileBatches batches = batches();
        GraphExecutor executor = classifier.executor(Mode.TRAINING)) {
      for (int step = 0; batches.train().hasNext(); step++) {
        MultiDataSet batch = batches.train().next();
        RandomKey dropout = new RandomKey(1, "dropout", step);
        loss = executor.computeGradients(ModelInputs.of(batch), 1, dropout);
        parameters.values().subi(parameters.gradients().mul(0.1));
      }
    }
    classifier.save(output.resolve("own"));
    return loss;
  }

  INDArray afterwards(SameDiff graph, MultiDataSet batch) {
    Map<String, INDArray> inputs = ModelInputs.of(batch);
    return graph.output(inputs, TaskHead.LOGITS).get(TaskHead.LOGITS);
  }
}
