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
import org.junit.jupiter.params.provider.MethodSource;
import org.transformerzoo.datavec.reader.Column;

class FineTuningConfigurationTest {

  @TempDir private Path folder;

  private static FineTuningConfiguration.Builder complete() {
    return FineTuningConfiguration.builder()
        .set(ModelSettings.MODEL, Path.of("model"))
        .set(DataSettings.TRAIN, Path.of("train.tsv"))
        .set(DataSettings.DEV, Path.of("dev.tsv"))
        .set(TrainingSettings.OUTPUT, Path.of("out"));
  }

  private Path yaml(String... lines) throws IOException {
    return Files.write(folder.resolve("run.yaml"), List.of(lines));
  }

  @Test
  void defaultsFollowTheStableRecipe() {
    FineTuningConfiguration configuration = complete().build();
    assertThat(configuration.get(UpdateSettings.LEARNING_RATE)).isEqualTo(2e-5);
    assertThat(configuration.get(UpdateSettings.WARMUP)).isEqualTo(0.1);
    assertThat(configuration.get(UpdateSettings.OPTIMIZER)).isEqualTo("adamw");
    assertThat(configuration.find(TrainingSettings.STEPS)).isEmpty();
    assertThat(configuration.metric().name()).isEqualTo("accuracy");
  }

  @Test
  void theSeedIsThatOfTheDataTooUnlessTheyHaveTheirOwn() {
    assertThat(complete().set(TrainingSettings.SEED, 7L).build().dataSeed()).isEqualTo(7);
    assertThat(complete().set(TrainingSettings.DATA_SEED, 8L).build().dataSeed()).isEqualTo(8);
  }

  @Test
  void readsYaml() throws IOException {
    Path file =
        yaml(
            "model: bert",
            "train: a.tsv",
            "dev: b.tsv",
            "output: out",
            "text-column: 3",
            "label-column: [1, grade]",
            "task: regression",
            "header: true",
            "learning-rate: 3e-5",
            "steps: 400",
            "pair-column:");
    FineTuningConfiguration configuration = FineTuningConfiguration.readYaml(file);
    assertThat(configuration.get(DataSettings.TEXT_COLUMN)).isEqualTo(Column.at(3));
    assertThat(configuration.get(DataSettings.LABEL_COLUMN))
        .containsExactly(Column.at(1), Column.named("grade"));
    assertThat(configuration.get(DataSettings.HEADER)).isEqualTo("true");
    assertThat(configuration.get(UpdateSettings.LEARNING_RATE)).isEqualTo(3e-5);
    assertThat(configuration.find(TrainingSettings.STEPS)).contains(400L);
    assertThat(configuration.find(DataSettings.PAIR_COLUMN)).isEmpty();
  }

  @Test
  void yamlIsWrittenAsItIsRead() throws IOException {
    FineTuningConfiguration configuration =
        complete()
            .set("label-column", "1,2")
            .set("task", "multilabel")
            .set("evaluation-steps", 5)
            .build();
    Path file = Files.writeString(folder.resolve("written.yaml"), configuration.toYaml());
    assertThat(FineTuningConfiguration.readYaml(file).toMap()).isEqualTo(configuration.toMap());
  }

  @Test
  void aCommandLineSettingReplacesAnother() {
    FineTuningConfiguration configuration =
        complete().set(DataSettings.BATCH_SIZE, 8).build().withSetting("batch-size", "16");
    assertThat(configuration.get(DataSettings.BATCH_SIZE)).isEqualTo(16);
  }

  @Test
  void allProblemsAreToldAtOnce() throws IOException {
    Path file =
        yaml("model: bert", "lerning-rate: 1", "batch-size: 0", "epochs: many", "dropout: 1");
    assertThatThrownBy(() -> FineTuningConfiguration.readYaml(file))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(
            file + ": there is no setting \"lerning-rate\", expected model, task,")
        .hasMessageContaining("batch-size is 0, expected a whole number of at least 1")
        .hasMessageContaining("epochs is \"many\", expected a whole number of at least 1")
        .hasMessageContaining("dropout is 1, expected a probability in [0, 1)")
        .hasMessageContaining("train is not set, expected the examples to learn from");
  }

  @Test
  void contradictionsAreRefused() {
    assertThatThrownBy(() -> complete().set("metric", "pearson").build())
        .hasMessageContaining("The task classification has no metric \"pearson\"");
    assertThatThrownBy(
            () -> complete().set("evaluation-steps", 5).set("evaluations-per-epoch", 2).build())
        .hasMessageContaining("evaluation-steps and evaluations-per-epoch are both set");
    assertThatThrownBy(() -> complete().set("steps", 50).set("warmup", 50).build())
        .hasMessage("warmup is 50 steps, expected fewer than the 50 steps of the run");
    assertThatThrownBy(() -> complete().set("output", "./model").build())
        .hasMessageContaining("output is the model's own folder");
    assertThatThrownBy(() -> complete().set("label-column", "1,2").build())
        .hasMessageContaining("label-column names 2 columns, the task classification takes one");
  }

  @Test
  void settingsThatDoNotGoTogetherAreRefused() {
    assertThatThrownBy(() -> complete().set("momentum", 0.5).build())
        .hasMessage("momentum is set, the optimizer adamw has none, expected one of madgrad, sgd");
    assertThatThrownBy(() -> complete().set("lookahead-rate", 0.5).build())
        .hasMessageContaining("lookahead-rate is set and lookahead is not");
    assertThatThrownBy(() -> complete().set("lookahead", 0).build())
        .hasMessage("lookahead is 0, expected a whole number of at least 1");
    assertThatThrownBy(() -> complete().set("llrd", 0).build())
        .hasMessage("llrd is 0, expected a number above 0");
    assertThatThrownBy(() -> complete().set("llrd", 0.9).set("layer-bands", 2.6).build())
        .hasMessage("llrd and layer-bands are both set, expected one of them");
    assertThatThrownBy(() -> complete().set("prior-weight-decay-head", "false").build())
        .hasMessage("prior-weight-decay-head is set, expected prior-weight-decay with it");
    assertThatThrownBy(() -> complete().set("freeze", "head").build())
        .hasMessageContaining("freeze is \"head\", expected embeddings, body, or how many");
    assertThatThrownBy(() -> complete().set("steps", 50).set("swa-start", 50).build())
        .hasMessage("swa-start is 50 steps, expected fewer than the 50 steps of the run");
    assertThatThrownBy(
            () -> complete().set("word-weights", "tf-idf").set("pooling", "mean").build())
        .hasMessage(
            "word-weights is set, the pooling mean has none, expected one with word-weights");
    assertThatThrownBy(() -> complete().set("schedule-cycles", 2).build())
        .hasMessageContaining("the schedule linear has none, expected cosine or cosine-restarts");
    assertThatThrownBy(
            () -> complete().set("schedule", "polynomial").set("schedule-end", 1).build())
        .hasMessage("schedule-end is 1.0, expected below the learning-rate 2.0E-5");
  }

  @Test
  void tokensPerBatchTakeThePlaceOfABatchSize() throws IOException {
    assertThatThrownBy(() -> complete().set("tokens-per-batch", 4096).build())
        .hasMessageContaining("tokens-per-batch is set, the batching shuffled makes as many")
        .hasMessageContaining("expected the batching uniform-length or sequential");
    assertThatThrownBy(
            () -> complete().set("tokens-per-batch", 64).set("batching", "uniform-length").build())
        .hasMessage("tokens-per-batch is 64, expected at least the max-length 128");
    FineTuningConfiguration configuration =
        complete()
            .set("recipe", "mosbach")
            .set("tokens-per-batch", 4096)
            .set("batching", "uniform-length")
            .build();
    assertThat(configuration.isGiven(DataSettings.BATCH_SIZE)).isFalse();
    assertThat(configuration.toMap()).doesNotContainKey("batch-size");
    Path file = Files.writeString(folder.resolve("tokens.yaml"), configuration.toYaml());
    assertThat(FineTuningConfiguration.readYaml(file).toMap()).isEqualTo(configuration.toMap());
  }

  @Test
  void whatCannotBeLoadedAsAskedIsRefused() {
    assertThatThrownBy(
            () -> complete().set("loading", "stream").set("batching", "uniform-length").build())
        .hasMessageContaining("the batching uniform-length must know all lengths");
    assertThatThrownBy(() -> complete().set("loading", "disk").set("train-examples", 5).build())
        .hasMessageContaining("expected the loading memory, in which a part fits");
    assertThatThrownBy(() -> complete().set("shuffle-buffer", 5).build())
        .hasMessage("shuffle-buffer is set, the loading memory has none, expected stream");
    assertThatThrownBy(() -> complete().set("cache", "tokens").build())
        .hasMessage("cache is set, expected the loading disk with it");
  }

  @Test
  void aRecipeFillsInWhatIsNotSet() throws IOException {
    FineTuningConfiguration mosbach =
        complete().set("recipe", "mosbach").set("learning-rate", 3e-5).build();
    assertThat(mosbach.get(TrainingSettings.EPOCHS)).isEqualTo(20);
    assertThat(mosbach.get(DataSettings.BATCH_SIZE)).isEqualTo(16);
    assertThat(mosbach.get(UpdateSettings.LEARNING_RATE)).isEqualTo(3e-5);
    Path file = Files.writeString(folder.resolve("recipe.yaml"), mosbach.toYaml());
    assertThat(FineTuningConfiguration.readYaml(file).toMap()).isEqualTo(mosbach.toMap());
    FineTuningConfiguration other =
        complete().set("recipe", "revisiting-few-samples-mixout").set("dropout", 0.2).build();
    assertThat(other.isGiven(RegularizationSettings.MIXOUT)).isFalse();
    assertThat(other.get(TrainingSettings.ACCUMULATION)).isEqualTo(2);
    assertThatThrownBy(() -> complete().set("recipe", "grandmother").build())
        .hasMessageContaining("recipe is \"grandmother\", expected one of devlin, mosbach");
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyRecipeIsLegalAndSaysWhatItSets(String name) {
    FineTuningConfiguration configuration = complete().set("recipe", name).build();
    Recipe recipe = Recipes.named(name);
    recipe
        .settings()
        .forEach(
            (key, value) -> {
              assertThat(configuration.toMap().get(key)).hasToString(value.toString());
              assertThat(recipe.describe()).contains(key + " " + value);
            });
  }

  private static List<String> recipes() {
    return Recipes.names();
  }

  @Test
  void regularizationThatContradictsItselfIsRefused() {
    assertThatThrownBy(() -> complete().set("mixout", 1.5).build())
        .hasMessage("mixout is 1.5, expected a probability in [0, 1]");
    assertThatThrownBy(() -> complete().set("mixout", 0.1).set("freeze", "embeddings").build())
        .hasMessage("mixout and freeze are both set, expected one of them: what is frozen stays");
    assertThatThrownBy(() -> complete().set("freeze", "body").set("unfreeze-every", 2).build())
        .hasMessageContaining("a frozen body never joins");
    assertThatThrownBy(() -> complete().set("smoothness", 1).set("adversarial", 1).build())
        .hasMessage(
            "smoothness and adversarial are both set, expected one of them: each moves the words");
    assertThatThrownBy(() -> complete().set("smoothness-size", 1e-3).build())
        .hasMessage("smoothness-size is set, expected smoothness with it");
    assertThatThrownBy(() -> complete().set("mixout-mask", "elementwise").build())
        .hasMessage("mixout-mask is set, expected mixout with it");
    assertThatThrownBy(
            () -> complete().set("task", "regression").set("label-smoothing", 0.1).build())
        .hasMessageContaining("the task regression has no classes");
    assertThatThrownBy(() -> complete().set("swa-start", 0.5).set("ema", 0.9).build())
        .hasMessage("swa-start and ema are both set, expected one of them: one average is kept");
    assertThatThrownBy(() -> complete().set("r-drop", 1).set("dropout", 0).build())
        .hasMessage("r-drop is set and dropout is 0, expected dropout above 0");
    assertThatThrownBy(() -> complete().set("layer-bands", "0.5,-1").build())
        .hasMessage("layer-bands is \"0.5,-1\", expected one or more numbers above 0");
    assertThat(complete().set("layer-bands", "0.5,1,2,4").build().get(UpdateSettings.LAYER_BANDS))
        .containsExactly(0.5, 1.0, 2.0, 4.0);
  }

  @Test
  void whatIsNotYamlIsToldWithItsLine() throws IOException {
    Path file = yaml("model: bert", "train: [a");
    assertThatThrownBy(() -> FineTuningConfiguration.readYaml(file))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(file + " line ");
    Path list = yaml("- a", "- b");
    assertThatThrownBy(() -> FineTuningConfiguration.readYaml(list))
        .hasMessageContaining("does not hold settings");
    Path twice = yaml("model: a", "model: b");
    assertThatThrownBy(() -> FineTuningConfiguration.readYaml(twice))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("model");
    assertThatThrownBy(() -> FineTuningConfiguration.readYaml(folder.resolve("none.yaml")))
        .hasMessageContaining("none.yaml does not exist");
  }

  @Test
  void everySettingHasItsOwnKeyAndADescription() {
    assertThat(Settings.keys()).doesNotHaveDuplicates().allMatch(key -> key.matches("[a-z-]+"));
    assertThat(Settings.ALL).allMatch(setting -> !setting.description().isBlank());
  }
}
