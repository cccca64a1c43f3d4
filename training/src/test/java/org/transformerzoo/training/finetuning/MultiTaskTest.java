package org.transformerzoo.training.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.loop.StepReport;
import org.transformerzoo.training.loop.TaskSampling;
import org.transformerzoo.training.loop.TrainingListener;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.parameter.Depth;
import org.transformerzoo.zoo.parameter.Parameter;
import org.transformerzoo.zoo.weights.LoadPolicy;

/** Several tasks on one body. */
class MultiTaskTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private static final class Crash extends RuntimeException {}

  private static final class CrashAfter implements TrainingListener {
    private final List<String> tasks = new ArrayList<>();
    private final long step;

    CrashAfter(long step) {
      this.step = step;
    }

    @Override
    public void stepped(StepReport report) {
      tasks.add(report.task().orElseThrow());
      if (report.step() == step) {
        throw new Crash();
      }
    }
  }

  private static float[] values(TransformerModel model, Parameter parameter) {
    return model.parameters().value(parameter.name()).dup().data().asFloat();
  }

  private static byte[] weights(Path model) throws IOException {
    return Files.readAllBytes(model.resolve("model.safetensors"));
  }

  @ParameterizedTest
  @EnumSource
  void everyKindOfTaskLearnsOnOneBodyAndIsSavedAsAModelOfItsOwn(TinyArchitecture architecture)
      throws IOException {
    TinyTasks tasks = new TinyTasks(folder, architecture);
    FineTuningConfiguration configuration =
        tasks
            .configuration("out", tasks.all())
            .set("task-sampling", "round-robin")
            .set("select-by", "regression")
            .build();
    FineTuningResult result = FineTuning.run(configuration, List.of());
    assertThat(result.metric().name()).isEqualTo("regression/pearson");
    Map<String, Double> best = result.best().metrics();
    assertThat(best).containsKeys("loss", "mean", "classification/accuracy", "multilabel/f1");
    TransformerModel first = TransformerModel.load(folder.resolve("out").resolve("classification"));
    for (String name : tasks.all().keySet()) {
      Path own = folder.resolve("out").resolve(name);
      FineTuningConfiguration card = RunCard.configuration(own).orElseThrow();
      Map<String, Double> again = ModelEvaluation.evaluate(own, card.get(DataSettings.DEV), card);
      again.forEach(
          (metric, value) ->
              assertThat(value).as(name + "/" + metric).isEqualTo(best.get(name + "/" + metric)));
      TransformerModel model = TransformerModel.load(own);
      for (Parameter parameter : model.parameters().parameters()) {
        if (!(parameter.depth() instanceof Depth.Head)
            && first.parameters().contains(parameter.name())) {
          assertThat(values(model, parameter)).isEqualTo(values(first, parameter));
        }
      }
    }
    JsonNode card = JSON.readTree(folder.resolve("out").resolve(RunCard.NAME).toFile());
    assertThat(card.path("data").path("multilabel").path("train").path("sha256").asText())
        .hasSize(64);
    assertThat(Files.readAllLines(folder.resolve("out").resolve("metrics.jsonl")).get(1))
        .startsWith("{\"step\":2,\"task\":\"regression\",\"epoch\":0,");
    assertThat(folder.resolve("out.training")).doesNotExist();
  }

  private static Stream<String> settings() {
    return Stream.concat(
        TaskSampling.names().stream().map(name -> "task-sampling=" + name),
        Stream.of(
            "accumulation=3 llrd=0.9 head-learning-rate=1e-2",
            "mixout=0.3 prior-weight-decay=0.1",
            "mixout=0.3 accumulation=2 adversarial=0.5",
            "r-drop=1 ema=0.9",
            "smoothness=2 freeze=embeddings",
            "optimizer=madgrad lookahead=3 swa-start=8",
            "freeze=1 optimizer=radam",
            "unfreeze-every=3 reinit-layers=1",
            "layer-bands=0.5,2 checkpointing=true"));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aRunThatCrashesInMidEpochEndsWithTheSameWeights(String settings) throws IOException {
    TinyTasks tasks = new TinyTasks(folder, TinyArchitecture.BERT);
    CrashAfter never = new CrashAfter(-1);
    FineTuning.run(
        with(tasks.configuration("whole", tasks.two()), settings).build(), List.of(never));
    FineTuningConfiguration broken =
        with(tasks.configuration("broken", tasks.two()), settings).build();
    for (long crash : new long[] {2, 5, 11, 17}) {
      assertThatThrownBy(() -> FineTuning.run(broken, List.of(new CrashAfter(crash))))
          .isInstanceOf(Crash.class);
    }
    CrashAfter last = new CrashAfter(-1);
    FineTuning.run(broken, List.of(last));
    assertThat(never.tasks).hasSize(20).contains("classification", "regression");
    assertThat(last.tasks).isEqualTo(never.tasks.subList(15, 20));
    for (String task : tasks.two().keySet()) {
      assertThat(weights(folder.resolve("broken").resolve(task)))
          .isEqualTo(weights(folder.resolve("whole").resolve(task)));
    }
    assertThat(Files.readString(folder.resolve("broken").resolve("metrics.jsonl")))
        .isEqualTo(Files.readString(folder.resolve("whole").resolve("metrics.jsonl")));
  }

  private static FineTuningConfiguration.Builder with(
      FineTuningConfiguration.Builder builder, String settings) {
    for (String setting : settings.split(" ")) {
      int equals = setting.indexOf('=');
      builder.set(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return builder;
  }

  /** One step of plain gradient descent on {@code tasks}, the first of them. */
  private void oneStep(TinyTasks tasks, String output, Map<String, Map<String, Object>> of) {
    FineTuning.run(
        with(
                tasks.configuration(output, of),
                "steps=1 optimizer=sgd momentum=0 weight-decay=0 warmup=0 clip=0 schedule=constant"
                    + " task-sampling=round-robin dropout=0")
            .set("learning-rate", 0.1)
            .build(),
        List.of());
  }

  @Test
  void aStepMovesTheBodyByTheWeightedLossAndOtherHeadsNotAtAll() {
    TinyTasks tasks = new TinyTasks(folder, TinyArchitecture.BERT);
    Map<String, Map<String, Object>> of = tasks.two();
    of.get("classification").put("loss-weight", 1);
    oneStep(tasks, "once", of);
    of.get("classification").put("loss-weight", 3);
    oneStep(tasks, "thrice", of);
    TransformerModel once = load("once", "classification");
    TransformerModel thrice = load("thrice", "classification");
    TransformerModel start =
        TransformerModel.load(tasks.model(), once.specification(), LoadPolicy.fineTuning());
    Parameter table = start.parameters().parameters().get(0);
    float[] before = values(start, table);
    float[] afterOnce = values(once, table);
    float[] afterThrice = values(thrice, table);
    double largest = 0;
    for (int i = 0; i < before.length; i++) {
      double move = afterOnce[i] - before[i];
      largest = Math.max(largest, Math.abs(move));
      assertThat((double) afterThrice[i] - before[i]).isCloseTo(3 * move, within(1e-6));
    }
    assertThat(largest).isGreaterThan(1e-4);
    Parameter head = once.parameters().segment("classifier.weight").parameter();
    assertThat(values(once, head)).isNotEqualTo(values(thrice, head));
    assertThat(values(load("once", "regression"), regressionHead()))
        .isEqualTo(values(load("thrice", "regression"), regressionHead()));
  }

  private Parameter regressionHead() {
    return load("once", "regression").parameters().segment("classifier.weight").parameter();
  }

  private TransformerModel load(String output, String task) {
    return TransformerModel.load(folder.resolve(output).resolve(task));
  }

  @Test
  void oneTaskIsTheCaseOfOne() throws IOException {
    TinyTasks tasks = new TinyTasks(folder, TinyArchitecture.BERT);
    Map<String, Object> task = tasks.task("classification");
    FineTuning.run(tasks.alone("start", task).build(), List.of());
    Path start = folder.resolve("start");
    FineTuning.run(tasks.alone("alone", task).set("model", start.toString()).build(), List.of());
    FineTuning.run(
        tasks.configuration("listed", Map.of("only", task)).set("model", start.toString()).build(),
        List.of());
    assertThat(weights(folder.resolve("listed").resolve("only")))
        .isEqualTo(weights(folder.resolve("alone")));
  }

  /** Intermediate-task training (STILTs): one task, then another on the body that it left. */
  @ParameterizedTest
  @EnumSource
  void theNextTaskTakesTheBodyAndBeginsANewHead(TinyArchitecture architecture) {
    TinyTasks tasks = new TinyTasks(folder, architecture);
    FineTuning.run(tasks.configuration("first", tasks.two()).build(), List.of());
    Path first = folder.resolve("first").resolve("classification");
    for (String next : tasks.kinds().subList(2, tasks.kinds().size())) {
      FineTuningConfiguration configuration =
          with(
                  tasks.alone(next, tasks.task(next)).set("model", first.toString()),
                  "freeze=body steps=2")
              .build();
      FineTuning.run(configuration, List.of());
      TransformerModel before = TransformerModel.load(first);
      TransformerModel after = TransformerModel.load(folder.resolve(next));
      List<Parameter> body =
          before.parameters().parameters().stream()
              .filter(
                  p -> p.depth() instanceof Depth.Layer || p.depth() instanceof Depth.Embeddings)
              .toList();
      assertThat(body).hasSizeGreaterThan(20);
      body.forEach(p -> assertThat(values(after, p)).as(p.name()).isEqualTo(values(before, p)));
    }
  }

  private Set<String> keptHead(TinyTasks tasks, String output, String head) {
    Map<String, Object> same = tasks.task("classification");
    FineTuning.run(
        with(
                tasks.alone(output, same).set("model", folder.resolve("first").toString()),
                "steps=1 learning-rate=1e-30 weight-decay=0 head=" + head)
            .build(),
        List.of());
    TransformerModel before = TransformerModel.load(folder.resolve("first"));
    TransformerModel after = TransformerModel.load(folder.resolve(output));
    return before.parameters().parameters().stream()
        .filter(p -> Arrays.equals(values(before, p), values(after, p)))
        .map(Parameter::name)
        .collect(Collectors.toSet());
  }

  @Test
  void theHeadOfTheSameLabelsIsKeptUnlessANewOneIsAskedFor() {
    TinyTasks tasks = new TinyTasks(folder, TinyArchitecture.BERT);
    FineTuning.run(tasks.alone("first", tasks.task("classification")).build(), List.of());
    assertThat(keptHead(tasks, "again", "auto")).contains("classifier.weight");
    assertThat(keptHead(tasks, "kept", "keep")).contains("classifier.weight");
    assertThat(keptHead(tasks, "other", "auto text-column=1")).doesNotContain("classifier.weight");
    assertThat(keptHead(tasks, "anew", "new"))
        .doesNotContain("classifier.weight")
        .contains("bert.encoder.layer.0.output.dense.weight");
    assertThatThrownBy(
            () ->
                FineTuning.run(
                    tasks
                        .alone("tagger", tasks.task("regression"))
                        .set("model", folder.resolve("first").toString())
                        .set("head", "keep")
                        .build(),
                    List.of()))
        .hasMessageContaining("head is keep, but")
        .hasMessageContaining("has no head that fits the task regression with the labels score");
  }

  @ParameterizedTest
  @ValueSource(strings = {"classification", "tokens"})
  void pretrainingHasNoTasks(String task) {
    TinyTasks tasks = new TinyTasks(folder, TinyArchitecture.BERT);
    FineTuningConfiguration configuration =
        tasks.configuration("out", Map.of(task, tasks.task(task))).build();
    assertThatThrownBy(() -> PreTraining.run(configuration, List.of()))
        .hasMessageContaining("tasks is set, plain text has none");
  }
}
