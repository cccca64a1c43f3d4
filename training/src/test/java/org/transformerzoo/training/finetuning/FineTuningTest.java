package org.transformerzoo.training.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.EvaluationSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.RegularizationSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.loop.StepReport;
import org.transformerzoo.training.loop.TrainingFailedException;
import org.transformerzoo.training.loop.TrainingListener;
import org.transformerzoo.zoo.execution.plan.PlanOptions;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.weights.LoadPolicy;

class FineTuningTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /** What a crash looks like from inside. */
  private static final class Crash extends RuntimeException {}

  private static final class CrashAfter implements TrainingListener {
    private final long step;

    CrashAfter(long step) {
      this.step = step;
    }

    @Override
    public void stepped(StepReport report) {
      if (report.step() == step) {
        throw new Crash();
      }
    }
  }

  private static byte[] weights(Path output) throws IOException {
    return Files.readAllBytes(output.resolve("model.safetensors"));
  }

  @Test
  void learnsAndSavesTheBestModelWithCardAndMetrics() throws IOException {
    TinyRun run = new TinyRun(folder);
    FineTuningConfiguration configuration =
        run.configuration("out")
            .set(TrainingSettings.EPOCHS, 6)
            .set(TrainingSettings.ACCUMULATION, 1)
            .set(EvaluationSettings.EVALUATIONS_PER_EPOCH, 1)
            .set(UpdateSettings.LEARNING_RATE, 1e-2)
            .set(RegularizationSettings.DROPOUT, 0.0)
            .build();
    FineTuningResult result = FineTuning.run(configuration, List.of());
    assertThat(result.best().metrics().get("accuracy")).isGreaterThan(0.8);
    assertThat(result.last().step()).isEqualTo(42);

    JsonNode card = JSON.readTree(result.output().resolve(RunCard.NAME).toFile());
    assertThat(card.path("configuration").path("data-seed").asLong()).isEqualTo(42);
    assertThat(card.path("data").path("train").path("sha256").asText()).hasSize(64);
    assertThat(card.path("result").path("best").path("step").asLong())
        .isEqualTo(result.best().step());
    List<String> lines = Files.readAllLines(result.output().resolve("metrics.jsonl"));
    assertThat(lines).hasSize(42 + 6);
    assertThat(result.output().resolveSibling("out.training")).doesNotExist();

    FineTuningConfiguration asTrained = RunCard.configuration(result.output()).orElseThrow();
    assertThat(asTrained.toMap()).isEqualTo(configuration.toMap());
    Map<String, Double> again = ModelEvaluation.evaluate(result.output(), run.dev(), asTrained);
    assertThat(again).isEqualTo(result.best().metrics());
  }

  /** The optimizers differ in what they remember. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "optimizer=adamw",
        "optimizer=madgrad lookahead=3",
        "optimizer=radam prior-weight-decay=0.1 swa-start=4",
        "mixout=0.3 llrd=0.9",
        "loading=disk batching=uniform-length",
        "loading=stream shuffle-buffer=7",
        "batching=group-by-length padding=max-length",
        "batching=uniform-length tokens-per-batch=40 max-length=16",
        "optimizer=sgd reinit-layers=1 reinit-pooler=true freeze=embeddings swa-start=0.4 llrd=0.9"
      })
  void equalSeedsGiveEqualWeightsHoweverOftenTheRunCrashes(String settings) throws IOException {
    TinyRun run = new TinyRun(folder);
    FineTuningConfiguration whole = with(run.configuration("whole"), settings).build();
    FineTuning.run(whole, List.of());
    FineTuningConfiguration broken =
        with(run.configuration("broken"), settings).set("checkpoint-steps", 3).build();
    for (long crash : new long[] {2, 5, 8}) {
      assertThatThrownBy(() -> FineTuning.run(broken, List.of(new CrashAfter(crash))))
          .isInstanceOf(Crash.class);
    }
    FineTuning.run(broken, List.of());
    Path expected = folder.resolve("whole");
    Path actual = folder.resolve("broken");
    assertThat(weights(actual)).isEqualTo(weights(expected));
    assertThat(Files.readString(actual.resolve("metrics.jsonl")))
        .isEqualTo(Files.readString(expected.resolve("metrics.jsonl")));
  }

  @Test
  void tokensOnDiskGiveTheWeightsOfThoseInMemoryAndAreKeptInACache() throws IOException {
    TinyRun run = new TinyRun(folder);
    Path cache = folder.resolve("cache");
    FineTuning.run(run.configuration("memory").build(), List.of());
    FineTuning.run(
        run.configuration("disk").set("loading", "disk").set(DataSettings.CACHE, cache).build(),
        List.of());
    Path tokens;
    try (Stream<Path> members = Files.list(cache)) {
      tokens = members.toList().get(0);
    }
    FileTime written = Files.getLastModifiedTime(tokens.resolve("records"));
    FineTuning.run(
        run.configuration("again").set("loading", "disk").set(DataSettings.CACHE, cache).build(),
        List.of());

    assertThat(weights(folder.resolve("disk"))).isEqualTo(weights(folder.resolve("memory")));
    assertThat(weights(folder.resolve("again"))).isEqualTo(weights(folder.resolve("memory")));
    assertThat(Files.getLastModifiedTime(tokens.resolve("records"))).isEqualTo(written);
    FineTuning.run(
        run.configuration("shorter")
            .set("loading", "disk")
            .set("max-length", 5)
            .set(DataSettings.CACHE, cache)
            .build(),
        List.of());
    try (Stream<Path> members = Files.list(cache)) {
      assertThat(members).as("what is tokenized otherwise has a place of its own").hasSize(2);
    }
  }

  private static FineTuningConfiguration.Builder with(
      FineTuningConfiguration.Builder builder, String settings) {
    builder.set("epochs", 2);
    for (String setting : settings.split(" ")) {
      String[] parts = setting.split("=");
      builder.set(parts[0], parts[1]);
    }
    return builder;
  }

  @Test
  void checkpointingSavesMemoryAndGivesTheSameWeights() throws IOException {
    TinyRun run = new TinyRun(folder);
    FineTuning.run(run.configuration("kept").build(), List.of());
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger plans = (Logger) LoggerFactory.getLogger(PlanOptions.class.getPackageName());
    plans.setLevel(Level.INFO);
    plans.addAppender(log);
    log.start();
    try {
      FineTuning.run(run.configuration("recomputed").set("checkpointing", true).build(), List.of());
    } finally {
      plans.detachAppender(log);
      plans.setLevel(null);
    }
    assertThat(weights(folder.resolve("recomputed"))).isEqualTo(weights(folder.resolve("kept")));
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(line -> line.matches("Gradient checkpointing: \\d+ bytes .*, [1-9]\\d* % saved"));
  }

  @Test
  void checkpointingIsForPlans() {
    TinyRun run = new TinyRun(folder);
    assertThatThrownBy(
            () ->
                run.configuration("out")
                    .set("checkpointing", true)
                    .set("executor", "session")
                    .build())
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("checkpointing is true, the executor session has none");
  }

  @Test
  void precisionIsForPlans() {
    TinyRun run = new TinyRun(folder);
    for (String precision : List.of("bfloat16", "auto")) {
      assertThatThrownBy(
              () ->
                  run.configuration("out")
                      .set("precision", precision)
                      .set("executor", "session")
                      .build())
          .isInstanceOf(InvalidSettingException.class)
          .hasMessageContaining(
              "precision is %s, the executor session has float32 alone".formatted(precision));
    }
  }

  @Test
  void precisionIsOneOfThree() {
    TinyRun run = new TinyRun(folder);
    assertThatThrownBy(() -> run.configuration("out").set("precision", "float16").build())
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("precision")
        .hasMessageContaining("float16")
        .hasMessageContaining("bfloat16");
  }

  @Test
  void float32IsTheDefaultAndAutoAndBfloat16TrainToo() throws IOException {
    TinyRun run = new TinyRun(folder);
    FineTuning.run(run.configuration("default").build(), List.of());
    FineTuning.run(run.configuration("float32").set("precision", "float32").build(), List.of());
    FineTuning.run(run.configuration("auto").set("precision", "auto").build(), List.of());
    assertThat(weights(folder.resolve("float32"))).isEqualTo(weights(folder.resolve("default")));
    assertThat(folder.resolve("auto").resolve("model.safetensors")).exists();
  }

  @Test
  void anotherConfigurationIsNotContinued() {
    TinyRun run = new TinyRun(folder);
    FineTuningConfiguration configuration = run.configuration("out").build();
    assertThatThrownBy(() -> FineTuning.run(configuration, List.of(new CrashAfter(6))))
        .isInstanceOf(Crash.class);
    FineTuningConfiguration other = configuration.withSetting("learning-rate", "1e-3");
    assertThatThrownBy(() -> FineTuning.run(other, List.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("learning-rate was 0.005 and is now 0.001")
        .hasMessageContaining("set resume to never to begin anew");
    FineTuning.run(other.withSetting("resume", "never").withSetting("epochs", "1"), List.of());
    assertThat(folder.resolve("out").resolve("config.json")).exists();
  }

  @Test
  void whatIsFrozenStaysAsItIsBitForBitAndTooMuchIsRefused() {
    TinyRun run = new TinyRun(folder);
    FineTuningConfiguration configuration =
        run.configuration("out").set("freeze", "body").set("epochs", 1).build();
    FineTuning.run(configuration, List.of());
    TransformerModel after = TransformerModel.load(folder.resolve("out"));
    TransformerModel before =
        TransformerModel.load(run.model(), after.specification(), LoadPolicy.fineTuning());
    List<Parameter> body =
        before.parameters().parameters().stream()
            .filter(parameter -> !before.loading().toInitialize().contains(parameter.name()))
            .toList();
    assertThat(body).hasSizeGreaterThan(20);
    for (Parameter parameter : body) {
      assertThat(after.parameters().value(parameter.name()).dup().data().asFloat())
          .as(parameter.name())
          .isEqualTo(before.parameters().value(parameter.name()).dup().data().asFloat());
    }
    assertThatThrownBy(
            () -> FineTuning.run(run.configuration("o").set("freeze", 2).build(), List.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("freeze is 2 layers, expected at most the 1 of the model");
    assertThatThrownBy(
            () -> FineTuning.run(run.configuration("o").set("swa-start", 99).build(), List.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("swa-start is 99 steps, expected fewer than the 12 steps of the run");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lookahead=13 | lookahead is 13 steps, expected at most the 12 steps of the run",
        "unfreeze-every=6 | 'unfreeze-every is 6 steps, with which the embeddings join after 12 of"
            + " the 12 steps of the run, expected at most 5'",
        "steps=2 unfreeze-every=1 | 'unfreeze-every is 1 steps, with which the embeddings join"
            + " after 2 of the 2 steps of the run, expected a run of at least 3 steps'",
        "warmup=12 | 'warmup is 12 steps, expected fewer than the 12 steps of the run'",
      })
  void whatTheRunIsTooShortForIsRefused(String settings, String message) {
    FineTuningConfiguration.Builder builder = new TinyRun(folder).configuration("out");
    for (String setting : settings.split(" ")) {
      builder.set(setting.split("=")[0], setting.split("=")[1]);
    }
    assertThatThrownBy(() -> FineTuning.run(builder.build(), List.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(message);
  }

  @Test
  void patienceEndsTheRun() {
    TinyRun run = new TinyRun(folder);
    // So low a rate changes no prediction, and so no evaluation after the first is better.
    FineTuningConfiguration configuration =
        run.configuration("out").set("learning-rate", 1e-12).set("patience", 2).build();
    FineTuningResult result = FineTuning.run(configuration, List.of());
    assertThat(result.training().stoppedEarly()).isTrue();
    assertThat(result.best().step()).isEqualTo(2);
    assertThat(result.last().step()).isEqualTo(6);
  }

  @Test
  void divergenceIsToldWithStepAndBatchAndLeavesAGoodState() {
    TinyRun run = new TinyRun(folder);
    FineTuningConfiguration configuration =
        run.configuration("out")
            .set("learning-rate", 1e30)
            .set("warmup", 0)
            .set("evaluation-steps", 1000)
            .set("evaluations-per-epoch", null)
            .build();
    assertThatThrownBy(() -> FineTuning.run(configuration, List.of()))
        .isInstanceOf(TrainingFailedException.class)
        .hasMessageContaining("is NaN in step 2, batch ")
        .hasMessageContaining("train.tsv line ")
        .hasMessageContaining("the last good state is ");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void badInputIsToldBeforeAnythingIsWritten() throws IOException {
    TinyRun run = new TinyRun(folder);
    FineTuningConfiguration configuration = run.configuration("out").build();
    Files.writeString(run.dev(), "label\ttext\nmaybe\tthe box\n");
    assertThatThrownBy(() -> FineTuning.run(configuration, List.of()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("dev.tsv line 2 has the unknown label 'maybe'");
    Files.writeString(run.train(), "label\ttext\nyes\tthe box\n");
    assertThatThrownBy(() -> FineTuning.run(configuration, List.of()))
        .hasMessageContaining("has only the label 'yes', expected at least two different labels");
    Files.createDirectories(folder.resolve("out"));
    Files.writeString(folder.resolve("out").resolve("thesis.txt"), "mine");
    assertThatThrownBy(() -> FineTuning.run(configuration, List.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("exists and is not a model folder");
    assertThat(folder.resolve("out.training")).doesNotExist();
    try (var members = Files.list(folder.resolve("out"))) {
      assertThat(members).hasSize(1);
    }
  }

  @Test
  void everyTaskTrains() throws IOException {
    TinyRun run = new TinyRun(folder);
    Path numbers = folder.resolve("numbers.jsonl");
    Files.writeString(
        numbers,
        """
        {"text": "good box", "pair": "fine", "label": 1.5, "other": 0, "tags": "yes,new"}
        {"text": "bad box", "pair": "poor", "label": -1, "other": 2, "tags": ""}
        {"text": "the shop was fine", "pair": "it was", "label": 1, "other": 1, "tags": "new"}
        """);
    FineTuningResult regression =
        FineTuning.run(
            run.configuration("regression")
                .set("train", numbers.toString())
                .set("dev", numbers.toString())
                .set("task", "regression")
                .set("pair-column", "pair")
                .set("label-column", "label,other")
                .build(),
            List.of());
    assertThat(regression.last().metrics()).containsKeys("loss", "pearson", "rmse");
    FineTuningResult labels =
        FineTuning.run(
            run.configuration("labels")
                .set("train", numbers.toString())
                .set("dev", numbers.toString())
                .set("task", "multilabel")
                .set("label-column", "tags")
                .set("pooling", "cls")
                .set("head-learning-rate", "1e-2")
                .build(),
            List.of());
    assertThat(labels.last().metrics()).containsKeys("f1", "exact-match");
    Path tagged = Files.writeString(folder.resolve("t.conll"), "good B-X\nbox I-X\n\nthe O\n");
    FineTuningResult tokens =
        FineTuning.run(
            run.configuration("tokens")
                .set("train", tagged.toString())
                .set("dev", tagged.toString())
                .set("task", "tokens")
                .set("text-column", 0)
                .set("label-column", 1)
                .build(),
            List.of());
    assertThat(tokens.last().metrics()).containsKeys("f1", "macro-f1", "accuracy");
  }
}
