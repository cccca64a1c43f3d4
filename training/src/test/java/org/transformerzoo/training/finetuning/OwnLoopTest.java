package org.transformerzoo.training.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.training.evaluation.TaskEvaluation;
import org.transformerzoo.training.evaluation.TaskEvaluations;
import org.transformerzoo.training.input.GraphFeatures;
import org.transformerzoo.training.input.ModelInputs;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.execution.RandomKey;
import org.transformerzoo.zoo.model.ModelFolder;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.FlatParameters;
import org.transformerzoo.zoo.pooling.PoolingHeads;
import org.transformerzoo.zoo.task.TaskHead;
import org.transformerzoo.zoo.task.TaskHeads;
import org.transformerzoo.zoo.weights.LoadPolicy;

/** Training by a loop that is not ours. */
class OwnLoopTest {

  @TempDir private Path folder;

  private TransformerModel model(TinyRun run) {
    ConfigFile file = ConfigFile.read(run.model());
    TaskHead task = TaskHeads.named("classification", List.of("no", "yes"));
    ModelSpecification specification =
        ModelSpecification.of(file, task, PoolingHeads.named("mean"));
    TransformerModel model =
        TransformerModel.load(run.model(), specification, LoadPolicy.fineTuning());
    model.initialize(1);
    return model;
  }

  private static TrainingConfig training(SameDiff graph) {
    return TrainingConfig.builder()
        .updater(new Adam(5e-3))
        .dataSetFeatureMapping(GraphFeatures.of(graph).names())
        .dataSetLabelMapping(TaskHead.LABELS)
        .build();
  }

  private static double loss(SameDiff graph, MultiDataSet batch) {
    Map<String, INDArray> inputs = ModelInputs.of(batch);
    inputs.keySet().removeIf(name -> !graph.hasVariable(name));
    return graph.output(inputs, TaskHead.LOSS).get(TaskHead.LOSS).getDouble(0);
  }

  private static double accuracy(SameDiff graph, FileBatches batches, TaskHead task) {
    TaskEvaluation evaluation = TaskEvaluations.of(task);
    batches.dev().reset();
    batches.dev().setPreProcessor(GraphFeatures.of(graph));
    graph.evaluate(batches.dev(), TaskHead.LOGITS, 0, evaluation);
    return evaluation.getValue(Metric.higher("accuracy"));
  }

  @ParameterizedTest
  @EnumSource
  void aSavedGraphIsTrainedBySameDiff(TinyArchitecture architecture) {
    TinyRun run = new TinyRun(folder, architecture);
    TransformerModel model = model(run);
    model.save(folder.resolve("saved"));
    SameDiff graph =
        SameDiff.load(folder.resolve("saved").resolve(ModelFolder.GRAPH).toFile(), true);
    graph.setTrainingConfig(training(graph));

    try (FileBatches batches = FileBatches.open(run.configuration("out").build())) {
      MultiDataSet batch = batches.dev().next();
      double before = loss(graph, batch);
      batches.train().setPreProcessor(GraphFeatures.of(graph));
      graph.fit(batches.train(), 10);

      assertThat(loss(graph, batch)).isLessThan(before / 2);
      assertThat(accuracy(graph, batches, model.specification().task().orElseThrow()))
          .isGreaterThan(0.9);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGraphInMemoryTrainsTheModelItself(TinyArchitecture architecture) {
    TinyRun run = new TinyRun(folder, architecture);
    TransformerModel model = model(run);
    SameDiff graph = model.plainGraph();
    graph.setTrainingConfig(training(graph));

    try (FileBatches batches = FileBatches.open(run.configuration("out").build());
        GraphExecutor executor = model.executor(Mode.INFERENCE)) {
      MultiDataSet batch = batches.dev().next();
      double before = loss(graph, batch);
      batches.train().setPreProcessor(GraphFeatures.of(graph));
      graph.fit(batches.train(), 10);

      double after =
          executor
              .output(ModelInputs.of(batch), List.of(TaskHead.LOSS))
              .get(TaskHead.LOSS)
              .getDouble(0);
      assertThat(after).isLessThan(before / 2);
      assertThat(loss(graph, batch)).isCloseTo(after, within(1e-4));
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientsOfOurExecutorGoToAnyUpdateRule(TinyArchitecture architecture) {
    TinyRun run = new TinyRun(folder, architecture);
    TransformerModel model = model(run);
    FlatParameters parameters = model.parameters();

    try (FileBatches batches = FileBatches.open(run.configuration("out").build());
        GraphExecutor executor = model.executor(Mode.TRAINING)) {
      double first = 0;
      double last = 0;
      for (int step = 0; step < 60; step++) {
        if (!batches.train().hasNext()) {
          batches.train().reset();
        }
        RandomKey dropout = new RandomKey(1, "dropout", step);
        last = executor.computeGradients(ModelInputs.of(batches.train().next()), 1, dropout);
        parameters.values().subi(parameters.gradients().mul(0.2));
        first = step == 0 ? last : first;
      }

      assertThat(last).isLessThan(first / 2);
    }
  }
}
