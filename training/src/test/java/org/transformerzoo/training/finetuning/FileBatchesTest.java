package org.transformerzoo.training.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.transformerzoo.datavec.batching.BatchLayout;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.input.GraphFeatures;
import org.transformerzoo.training.input.ModelInputs;
import org.transformerzoo.zoo.config.ConfigFile;
import org.transformerzoo.zoo.model.ModelSpecification;
import org.transformerzoo.zoo.model.TransformerModel;

class FileBatchesTest {

  @TempDir private Path folder;

  /** Texts of one length have one description whatever they are padded to. */
  @ParameterizedTest
  @CsvSource({
    "memory, shuffled",
    "memory, uniform-length",
    "memory, group-by-length",
    "disk, shuffled",
    "disk, uniform-length",
    "stream, shuffled"
  })
  void everyWayToReadKeepsTheContract(String loading, String batching) {
    FineTuningConfiguration configuration =
        new TinyRun(folder)
            .configuration("out")
            .set("loading", loading)
            .set("batching", batching)
            .build();

    try (FileBatches batches = FileBatches.open(configuration)) {
      IteratorContract.check(batches.train(), false);
      IteratorContract.check(batches.dev(), true);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyTaskOfEveryArchitectureKeepsTheContract(TinyArchitecture architecture) {
    TinyTasks tasks = new TinyTasks(folder, architecture);
    for (Map<String, Object> task : tasks.all().values()) {
      try (FileBatches batches = FileBatches.open(tasks.alone("out", task).build())) {
        IteratorContract.check(batches.dev(), true);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void textToPreTrainOnKeepsTheContract(TinyArchitecture architecture) throws IOException {
    TinyRun run = new TinyRun(folder, architecture);
    Path text = Files.write(folder.resolve("text.txt"), Collections.nCopies(60, "the box was it"));
    String task =
        switch (architecture) {
          case BERT, ROBERTA -> "masked-lm";
          case XLNET -> "permutation-lm";
          case BART -> "sequence-to-sequence";
        };
    FineTuningConfiguration.Builder configuration =
        run.configuration("out").set("task", task).set(DataSettings.TRAIN, text).set("dev", null);

    try (FileBatches batches = FileBatches.open(configuration.buildPartial())) {
      IteratorContract.check(batches.dev(), true);
      assertThat(batches.labels()).isEmpty();
      int count = batches.train().batchesPerEpoch();
      for (int i = 0; i < count; i++) {
        batches.train().next();
      }
      assertThat(batches.train().hasNext()).isFalse();
      batches.train().reset();
      assertThat(batches.train().hasNext()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theFirstFeaturesAreThePlaceholdersInTheirOrder(TinyArchitecture architecture) {
    TinyRun run = new TinyRun(folder, architecture);
    ModelSpecification body = ModelSpecification.bodyOf(ConfigFile.read(run.model()));
    TransformerModel model = TransformerModel.create(body, 1);
    List<String> names = List.of(GraphFeatures.of(model.plainGraph()).names());

    try (FileBatches batches = FileBatches.open(run.configuration("out").build())) {
      MultiDataSet batch = batches.train().next();
      assertThat(batches.labels()).containsExactly("no", "yes");
      assertThat(names)
          .isEqualTo(List.copyOf(ModelInputs.of(batch).keySet()).subList(0, names.size()));
      assertThat(names).hasSizeGreaterThanOrEqualTo(2);
      assertThat(batch.getLabels(BatchLayout.LABELS).shape()).containsExactly(8);
    }
  }

  @Test
  void refusesSeveralTasksAtOnce() {
    TinyTasks tasks = new TinyTasks(folder, TinyArchitecture.BERT);

    assertThatThrownBy(() -> FileBatches.open(tasks.configuration("out", tasks.two()).build()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("The configuration has 2 tasks, expected one to make batches of");
  }
}
