package org.transformerzoo.deeplearning4j.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingGraphTrainer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.listeners.CheckpointListener;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.TestMultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.training.evaluation.Metric;
import org.transformerzoo.training.evaluation.TaskEvaluation;
import org.transformerzoo.training.evaluation.TaskEvaluations;
import org.transformerzoo.training.finetuning.TinyArchitecture;
import org.transformerzoo.zoo.task.TaskHeads;

/** What DL4J does with whole graphs, on graphs with an encoder in them. */
class GraphToolsTest {

  private static final int ROUNDS = 40;

  private final Texts texts = Texts.of(12, 1);
  private final Texts others = Texts.of(12, 2);

  @TempDir private Path folder;

  private static ComputationGraph graph(double dropout) {
    return Graphs.classifier(Graphs.encoder(TinyArchitecture.BERT, dropout, "mean"));
  }

  private MultiDataSetIterator both() {
    return new TestMultiDataSetIterator(1, texts.batch(), others.batch());
  }

  @Test
  void aCloneIsTrainedLikeItsOriginal() {
    ComputationGraph graph = graph(0.1);
    ComputationGraph clone = graph.clone();
    INDArray before = clone.params().dup();

    graph.fit(texts.batch());

    assertThat(clone.params()).isEqualTo(before);
    clone.fit(texts.batch());
    assertThat(clone.params()).isEqualTo(graph.params());
  }

  @Test
  void dl4jsEvaluationsAndOursSayTheSame() {
    ComputationGraph graph = graph(0);
    graph.fit(both(), 3);
    TaskEvaluation ours =
        TaskEvaluations.ofProbabilities(TaskHeads.named("classification", List.of("no", "yes")));

    Evaluation theirs = graph.evaluate(both());
    graph.doEvaluation(both(), ours);

    assertThat(ours.getValue(Metric.higher("accuracy"))).isCloseTo(theirs.accuracy(), within(1e-9));
    assertThat(ours.getValue(Metric.higher("f1"))).isCloseTo(theirs.f1(), within(1e-6));
  }

  @Test
  void earlyStoppingGivesBackTheGraphOfTheBestEpoch() {
    EarlyStoppingConfiguration<ComputationGraph> configuration =
        new EarlyStoppingConfiguration.Builder<ComputationGraph>()
            .modelSaver(new InMemoryModelSaver<>())
            .scoreCalculator(new DataSetLossCalculator(both(), true))
            .epochTerminationConditions(new MaxEpochsTerminationCondition(4))
            .build();

    EarlyStoppingResult<ComputationGraph> result =
        new EarlyStoppingGraphTrainer(configuration, graph(0.1), both(), null).fit();

    double best = Collections.min(result.getScoreVsEpoch().values());
    assertThat(result.getScoreVsEpoch()).hasSize(4);
    assertThat(result.getScoreVsEpoch().get(0)).isGreaterThan(best);
    assertThat(new DataSetLossCalculator(both(), true).calculateScore(result.getBestModel()))
        .isCloseTo(best, within(1e-6));
  }

  @Test
  void checkpointsAreTheGraphAsItWas() {
    ComputationGraph graph = graph(0.1);
    graph.setListeners(
        new CheckpointListener.Builder(folder.toFile()).keepAll().saveEveryNIterations(2).build());
    for (int i = 0; i < 5; i++) { // saved after those that DL4J counts as 2 and 4
      graph.fit(texts.batch());
    }

    ComputationGraph restored = CheckpointListener.loadLastCheckpointCG(folder.toFile());

    assertThat(CheckpointListener.availableCheckpoints(folder.toFile())).hasSize(2);
    assertThat(restored.params()).isEqualTo(graph.params());
  }

  @ParameterizedTest
  @EnumSource
  void workersOfAParallelWrapperLearnTogether(TinyArchitecture architecture) {
    ComputationGraph graph = Graphs.classifier(Graphs.encoder(architecture, 0, "mean"));
    double before = graph.score(texts.batch());
    MultiDataSet[] batches = new MultiDataSet[2 * ROUNDS];
    Arrays.fill(batches, texts.batch());

    new ParallelWrapper.Builder<>(graph)
        .workers(2)
        .averagingFrequency(1)
        .prefetchBuffer(0)
        .build()
        .fit(new TestMultiDataSetIterator(1, batches)); // and closes itself

    assertThat(graph.score(texts.batch())).isLessThan(before / 2);
  }

  @Test
  void isRestoredByAnotherProcess() throws IOException, InterruptedException {
    ComputationGraph graph = graph(0.1);
    graph.fit(texts.batch());
    File saved = folder.resolve("graph.zip").toFile();
    ModelSerializer.writeModel(graph, saved, true);
    graph.fit(others.batch());

    Path log = folder.resolve("log.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Restoring.class.getName(),
                saved.toString(),
                folder.resolve("outputs").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();

    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    assertThat(Nd4j.readBinary(folder.resolve("outputs").toFile()))
        .isEqualTo(graph.outputSingle(texts.inputs()));
  }

  /** Restores a graph, trains it for one more step, and writes what it says of the texts. */
  static final class Restoring {

    private Restoring() {}

    public static void main(String[] arguments) throws IOException {
      ComputationGraph graph =
          ModelSerializer.restoreComputationGraph(new File(arguments[0]), true);
      graph.fit(Texts.of(12, 2).batch());
      Nd4j.saveBinary(graph.outputSingle(Texts.of(12, 1).inputs()), new File(arguments[1]));
    }
  }
}
