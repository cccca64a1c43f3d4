package org.transformerzoo.training.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.EvaluationSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.RegularizationSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.inference.TextGenerator;
import org.transformerzoo.training.loop.StepReport;
import org.transformerzoo.training.loop.TrainingListener;
import org.transformerzoo.zoo.InvalidModelException;

/** Texts and the texts to write for them: of some words, the two that stand on both sides. */
class WrittenTextTuningTest {

  private static final List<String> WORDS = List.of("parcel", "box", "shop", "good", "bad", "was");

  @TempDir private Path folder;

  /** What a crash looks like from inside. */
  private static final class Crash extends RuntimeException {}

  private Path examples(String name, int count, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>(List.of("answer\tquestion"));
    for (int i = 0; i < count; i++) {
      String first = WORDS.get(random.nextInt(WORDS.size()));
      String second = WORDS.get(random.nextInt(WORDS.size()));
      String between = "the ".repeat(random.nextInt(3));
      lines.add("%s %s\t%s %s%s".formatted(second, first, first, between, second));
    }
    return Files.write(folder.resolve(name), lines);
  }

  private FineTuningConfiguration.Builder configuration(TinyArchitecture architecture)
      throws IOException {
    TinyRun run = new TinyRun(folder, architecture);
    return run.configuration("out")
        .set(ModelSettings.TASK, "sequence-to-sequence")
        .set(DataSettings.TRAIN, examples("learn.tsv", 120, 1))
        .set(DataSettings.DEV, examples("ask.tsv", 30, 2))
        .set("text-column", "question")
        .set("target-column", "answer");
  }

  private static byte[] weights(Path output) throws IOException {
    return Files.readAllBytes(output.resolve("model.safetensors"));
  }

  @Test
  void whatWasLearntIsWhatTheGeneratorWrites() throws IOException {
    FineTuningConfiguration configuration =
        configuration(TinyArchitecture.BART)
            .set(TrainingSettings.EPOCHS, 30)
            .set(TrainingSettings.ACCUMULATION, 1)
            .set(EvaluationSettings.EVALUATIONS_PER_EPOCH, 1)
            .set(EvaluationSettings.METRIC, "exact-match")
            .set(UpdateSettings.LEARNING_RATE, 1e-2)
            .set(RegularizationSettings.DROPOUT, 0.0)
            .build();

    FineTuningResult result = FineTuning.run(configuration, List.of());

    Map<String, Double> metrics = result.best().metrics();
    assertThat(metrics).containsOnlyKeys("loss", "perplexity", "accuracy", "exact-match");
    assertThat(metrics.get("exact-match")).isGreaterThan(0.5);
    FineTuningConfiguration asTrained = RunCard.configuration(result.output()).orElseThrow();
    Path dev = configuration.get(DataSettings.DEV);
    assertThat(ModelEvaluation.evaluate(result.output(), dev, asTrained)).isEqualTo(metrics);
    assertThat(shareWritten(result.output(), dev)).isEqualTo(metrics.get("exact-match"));
  }

  /** The share of lines for which the model writes what stands there. */
  private static double shareWritten(Path model, Path file) throws IOException {
    List<String> lines = Files.readAllLines(file).stream().skip(1).toList();
    try (TextGenerator generator = TextGenerator.load(model)) {
      List<TextGenerator.GeneratedText> written =
          generator.generate(lines.stream().map(line -> line.split("\t")[1]).toList());
      long right = 0;
      for (int i = 0; i < lines.size(); i++) {
        // The tiny tokenizer takes its special tokens for words like any.
        String text = written.get(i).text().replaceAll("\\[(CLS|SEP)]", "").strip();
        right += text.equals(lines.get(i).split("\t")[0]) ? 1 : 0;
      }
      return (double) right / lines.size();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loading=memory",
        "loading=disk batching=uniform-length",
        "loading=stream shuffle-buffer=7",
        "padding=max-length max-length=16 target-max-length=6",
        "label-smoothing=0.1 r-drop=1",
        "adversarial=1",
        "mixout=0.3 llrd=0.9"
      })
  void aRunThatCrashesEndsWithTheSameWeights(String settings) throws IOException {
    FineTuningConfiguration.Builder builder =
        configuration(TinyArchitecture.BART).set("steps", 5).set("checkpoint-steps", 2);
    for (String setting : settings.split(" ")) {
      String[] pair = setting.split("=");
      builder.set(pair[0], pair[1]);
    }
    FineTuningConfiguration whole = builder.build();
    FineTuningConfiguration broken = whole.withSetting("output", folder.resolve("b").toString());
    FineTuningResult result = FineTuning.run(whole, List.of());
    TrainingListener crash =
        new TrainingListener() {
          @Override
          public void stepped(StepReport report) {
            if (report.step() == 3) {
              throw new Crash();
            }
          }
        };
    assertThatThrownBy(() -> FineTuning.run(broken, List.of(crash))).isInstanceOf(Crash.class);

    assertThat(weights(FineTuning.run(broken, List.of()).output()))
        .isEqualTo(weights(result.output()));
  }

  @ParameterizedTest
  @EnumSource(names = "BART", mode = EnumSource.Mode.EXCLUDE)
  void anArchitectureWithoutADecoderIsRefusedBeforeExamplesAreRead(TinyArchitecture architecture)
      throws IOException {
    FineTuningConfiguration configuration =
        configuration(architecture).set(DataSettings.TRAIN, folder.resolve("absent.tsv")).build();

    assertThatThrownBy(() -> FineTuning.run(configuration, List.of()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("ForConditionalGeneration")
        .hasMessageContaining("not built for the task sequence-to-sequence");
    assertThat(configuration.get(TrainingSettings.OUTPUT)).doesNotExist();
  }

  @Test
  void settingsThatDoNotGoTogether() throws IOException {
    FineTuningConfiguration.Builder builder = configuration(TinyArchitecture.BART);
    builder.set("target-column", null).set("role-column", "2").set("labels", "a,b");
    builder.set("smoothness", "1");

    assertThatThrownBy(builder::build)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("target-column is not set, expected the column of the text to write")
        .hasMessageContaining("role-column is set")
        .hasMessageContaining("labels is set, the task sequence-to-sequence has none")
        .hasMessageContaining("smoothness is set");
    assertThatThrownBy(
            () ->
                FineTuningConfiguration.builder()
                    .set("task", "classification")
                    .set("target-column", "answer")
                    .buildPartial())
        .hasMessage(
            "target-column is set, the task classification has none, expected sequence-to-sequence");
  }

  @Test
  void aTargetThatIsTooLongIsRefusedByChoice() throws IOException {
    FineTuningConfiguration configuration =
        configuration(TinyArchitecture.BART)
            .set("target-max-length", "4")
            .set("truncation", "do_not_truncate")
            .set(
                DataSettings.DEV,
                Files.writeString(
                    folder.resolve("long.tsv"), "answer\tquestion\nthe box was bad\tbox\n"))
            .build();

    assertThatThrownBy(() -> FineTuning.run(configuration, List.of()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            folder.resolve("long.tsv") + " line 2 has a target of 6 tokens, expected at most 4");
  }
}
