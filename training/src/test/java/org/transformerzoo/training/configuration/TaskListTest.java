package org.transformerzoo.training.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskListTest {

  private static final String HEAD =
      """
      model: bert
      output: out
      epochs: 2
      label-column: gold
      """;

  private static final String TWO =
      """
      tasks:
        rte:
          train: rte.tsv
          dev: rte-dev.tsv
          pair-column: sentence2
        sts:
          train: sts.tsv
          dev: sts-dev.tsv
          task: regression
          label-column: score
          loss-weight: 0.5
      """;

  @TempDir private Path folder;

  private FineTuningConfiguration read(String yaml) throws IOException {
    return FineTuningConfiguration.readYaml(Files.writeString(folder.resolve("multi.yaml"), yaml));
  }

  @Test
  void eachTaskIsACompleteConfigurationOfItsOwn() throws IOException {
    FineTuningConfiguration run = read(HEAD + TWO);
    List<TaskConfiguration> tasks = run.tasks();
    assertThat(tasks).extracting(TaskConfiguration::name).containsExactly("rte", "sts");
    FineTuningConfiguration sts = tasks.get(1).configuration();
    assertThat(sts.get(TrainingSettings.OUTPUT)).isEqualTo(Path.of("out", "sts"));
    assertThat(sts.get(TrainingSettings.EPOCHS)).isEqualTo(2);
    assertThat(sts.metric().name()).isEqualTo("pearson");
    assertThat(tasks.get(0).configuration().toMap()).containsEntry("label-column", "gold");
    assertThat(tasks.get(1).lossWeight()).isEqualTo(0.5);
    assertThat(run.metric().name()).isEqualTo("mean");
    Path again = Files.writeString(folder.resolve("again.yaml"), run.toYaml());
    assertThat(FineTuningConfiguration.readYaml(again).toMap()).isEqualTo(run.toMap());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'tasks: {}' | tasks is empty, expected names of tasks with their settings",
        "'tasks: rte' | 'tasks is \"rte\", expected names of tasks with the settings of each below"
            + " it, in a YAML file'",
        "'tasks: {rte: {dev: d}}' | 'the task rte has no train, expected the examples to learn"
            + " from: a TSV, CSV, JSONL, CoNLL or Parquet file, or a folder with a folder of text files"
            + " for each label'",
        "'tasks: {rte: }' | the task rte has no train",
        "'tasks: {../x: {train: t, dev: d}}' | 'tasks has the name \"../x\", which becomes the name"
            + " of a folder: expected at most 64 letters'",
        "'tasks: {mean: {train: t, dev: d}}' | 'tasks has the name \"mean\", which means all of"
            + " them: expected another one'",
        "'tasks: {rte: {train: t, dev: d}, RTE: {train: t, dev: d}}' | 'tasks has the name \"RTE\" in"
            + " capitals and without'",
        "'tasks: {rte: {train: t, dev: d, loss-weight: 0}}' | 'the task rte: loss-weight is 0,"
            + " expected a number above 0'",
        "'tasks: {rte: {train: t, dev: d, loss-weight: -1}}' | 'loss-weight is -1, expected a"
            + " number above 0'",
        "'tasks: {rte: {train: t, dev: d, learning-rate: 1}}' | 'the task rte sets learning-rate,"
            + " which holds for all tasks: expected it beside tasks'",
        "'tasks: {rte: {train: t, dev: d, colour: 1}}' | 'the task rte: there is no setting"
            + " \"colour\"'",
        "'tasks: {rte: {train: t, dev: d, metric: rmse}}' | 'the task rte: metric is \"rmse\"'",
        "'tasks: {rte: {train: t, dev: d}}\ntrain: x' | 'train is set beside tasks, expected it in"
            + " each'",
        "'tasks: {rte: {train: t, dev: d}}\ntask-sampling: fair' | 'task-sampling is \"fair\","
            + " expected one of proportional, square-root, annealed, round-robin'",
        "'tasks: {rte: {train: t, dev: d}}\nselect-by: sst' | 'select-by is \"sst\", expected mean"
            + " or one of rte'",
        "'train: t\ndev: d\ntask-sampling: round-robin' | 'task-sampling is set, expected tasks"
            + " with it'",
        "'train: t\ndev: d\nloss-weight: 2' | 'loss-weight is set, expected tasks with it'",
        "'tasks: {a: {train: t, dev: d}, b: {train: t, dev: d, task: regression, metric: rmse}}' |"
            + " 'select-by is mean, but of the tasks'' metrics a/accuracy, b/rmse some are better"
            + " when higher'",
        "'tasks:\n  rte: {train: t, dev: d}\n  rte: {train: t, dev: d}' | 'line 7 has the key \"rte\""
            + " a second time, expected each once'",
      })
  void whatIsWrongIsSaid(String yaml, String message) {
    assertThatThrownBy(() -> read(HEAD + yaml))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("multi.yaml")
        .hasMessageContaining(message);
  }
}
