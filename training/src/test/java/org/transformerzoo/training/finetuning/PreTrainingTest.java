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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.EvaluationSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.InvalidSettingException;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.PreTrainingSettings;
import org.transformerzoo.training.configuration.RegularizationSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.loop.StepReport;
import org.transformerzoo.training.loop.TrainingListener;
import org.transformerzoo.zoo.model.TransformerModel;

class PreTrainingTest {

  @TempDir private Path folder;
  private TinyRun tiny;
  private Path text;

  /** What a crash looks like from inside. */
  private static final class Crash extends RuntimeException {}

  @BeforeEach
  void write() throws IOException {
    tiny = new TinyRun(folder);
    text = Files.write(folder.resolve("text.txt"), sentences());
  }

  /** Sentences in which each word says which one comes next. */
  private static List<String> sentences() {
    List<String> words = List.of("the", "parcel", "came", "today", "and", "box", "was", "it");
    SplittableRandom random = new SplittableRandom(3);
    List<String> lines = new ArrayList<>();
    for (int line = 0; line < 120; line++) {
      int start = random.nextInt(words.size());
      List<String> sentence = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        sentence.add(words.get((start + i) % words.size()));
      }
      lines.add(String.join(" ", sentence));
    }
    return lines;
  }

  private FineTuningConfiguration.Builder run(String output) {
    return FineTuningConfiguration.builder()
        .set(ModelSettings.MODEL, tiny.model())
        .set(DataSettings.TRAIN, text)
        .set(TrainingSettings.OUTPUT, folder.resolve(output))
        .set(DataSettings.MAX_LENGTH, 22)
        .set(DataSettings.BATCH_SIZE, 8)
        .set(TrainingSettings.EPOCHS, 2)
        .set(EvaluationSettings.EVALUATIONS_PER_EPOCH, 2)
        .set(UpdateSettings.LEARNING_RATE, 1e-2);
  }

  private static byte[] weights(FineTuningResult result) throws IOException {
    return Files.readAllBytes(result.output().resolve("model.safetensors"));
  }

  @Test
  void lowersTheLossAndSavesWhatFineTuningBeginsFrom() {
    FineTuningResult result =
        PreTraining.run(
            run("further")
                .set(TrainingSettings.EPOCHS, 30)
                .set(RegularizationSettings.DROPOUT, 0.0)
                .buildPartial(),
            List.of());

    Map<String, Double> metrics = result.best().metrics();
    assertThat(metrics.get("loss")).isLessThan(0.6 * Math.log(32));
    assertThat(metrics.get("perplexity")).isEqualTo(Math.exp(metrics.get("loss")));
    assertThat(TransformerModel.load(result.output()).specification().task().orElseThrow().name())
        .isEqualTo("masked-lm");
    assertThat(folder.resolve("further.training")).doesNotExist();
    FineTuningResult tuned =
        FineTuning.run(
            tiny.configuration("tuned").set(ModelSettings.MODEL, result.output()).build(),
            List.of());
    assertThat(tuned.best().metrics()).containsKey("accuracy");
  }

  @Test
  void theLossOfTheSavedModelIsTheSameWhenComputedAgain() {
    FineTuningResult result =
        PreTraining.run(run("further").set(DataSettings.DEV, text).buildPartial(), List.of());
    FineTuningConfiguration asTrained = RunCard.configuration(result.output()).orElseThrow();

    assertThat(ModelEvaluation.evaluate(result.output(), text, asTrained))
        .isEqualTo(result.best().metrics());
  }

  @Test
  void goesOnAfterACrashAsIfThereHadBeenNone() throws IOException {
    FineTuningResult whole =
        PreTraining.run(
            run("whole").set(TrainingSettings.CHECKPOINT_STEPS, 1L).buildPartial(), List.of());
    FineTuningConfiguration crashing =
        run("crashed").set(TrainingSettings.CHECKPOINT_STEPS, 1L).buildPartial();
    TrainingListener crash =
        new TrainingListener() {
          @Override
          public void stepped(StepReport report) {
            if (report.step() == 8) {
              throw new Crash();
            }
          }
        };
    assertThatThrownBy(() -> PreTraining.run(crashing, List.of(crash))).isInstanceOf(Crash.class);

    assertThat(weights(PreTraining.run(crashing, List.of()))).isEqualTo(weights(whole));
  }

  @Test
  void anotherSeedAsksOtherWords() throws IOException {
    byte[] one = weights(PreTraining.run(run("one").buildPartial(), List.of()));
    byte[] same = weights(PreTraining.run(run("same").buildPartial(), List.of()));
    byte[] other =
        weights(
            PreTraining.run(
                run("other").set(TrainingSettings.DATA_SEED, 9L).buildPartial(), List.of()));

    assertThat(same).isEqualTo(one);
    assertThat(other).isNotEqualTo(one);
  }

  @Test
  void beginsANewModelWithATokenizerLearntFromTheText() throws IOException {
    Path config = folder.resolve("new.json");
    Files.writeString(
        config,
        """
        {"model_type": "bert", "hidden_size": 16, "num_hidden_layers": 1,
         "num_attention_heads": 2, "intermediate_size": 32, "max_position_embeddings": 32}
        """);
    FineTuningResult result =
        PreTraining.run(
            run("begun")
                .set(ModelSettings.MODEL.key(), null)
                .set(PreTrainingSettings.NEW_MODEL, config)
                .set(PreTrainingSettings.VOCABULARY_SIZE, 60)
                .set(PreTrainingSettings.MASKING, "whole-words")
                .buildPartial(),
            List.of());

    assertThat(Files.readAllLines(result.output().resolve("vocab.txt"))).contains("parcel");
    assertThat(result.best().metrics().get("loss")).isLessThan(Math.log(60));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"model_type": "xlnet", "d_model": 16, "n_layer": 1, "n_head": 2, "d_inner": 32,
         "pad_token_id": 0, "dropout": 0, "vocab_size": 32}
        """,
        """
        {"model_type": "bart", "d_model": 16, "encoder_layers": 1, "decoder_layers": 1,
         "encoder_attention_heads": 2, "decoder_attention_heads": 2, "encoder_ffn_dim": 32,
         "decoder_ffn_dim": 32, "max_position_embeddings": 32, "pad_token_id": 0,
         "bos_token_id": 2, "eos_token_id": 3, "decoder_start_token_id": 3, "dropout": 0,
         "vocab_size": 32}
        """
      })
  void begunXlnetAndBartLearnToo(String config) throws IOException {
    Path file = Files.writeString(folder.resolve("new.json"), config);
    FineTuningConfiguration configuration =
        run("begun")
            .set(ModelSettings.MODEL.key(), null)
            .set(PreTrainingSettings.NEW_MODEL, file)
            .set(PreTrainingSettings.TOKENIZER, tiny.model())
            .set(TrainingSettings.EPOCHS, 15)
            .set(DataSettings.DEV, text)
            .buildPartial();
    FineTuningResult result = PreTraining.run(configuration, List.of());

    assertThat(result.best().metrics().get("loss")).isLessThan(0.6 * Math.log(32));
    FineTuningConfiguration asTrained = RunCard.configuration(result.output()).orElseThrow();
    assertThat(ModelEvaluation.evaluate(result.output(), text, asTrained))
        .isEqualTo(result.best().metrics());
  }

  @Test
  void tellsAllThatIsMissingOrMeansNothing() {
    FineTuningConfiguration empty =
        FineTuningConfiguration.builder()
            .set(ModelSettings.POOLING, "mean")
            .set(PreTrainingSettings.VOCABULARY_SIZE, 9)
            .buildPartial();
    assertThatThrownBy(() -> PreTraining.run(empty, List.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("model and new-model are not set")
        .hasMessageContaining("train is not set")
        .hasMessageContaining("output is not set")
        .hasMessageContaining("pooling is set, plain text has none")
        .hasMessageContaining("vocabulary-size is set, expected new-model with it");
    assertThatThrownBy(
            () -> tiny.configuration("x").set(PreTrainingSettings.MASKING, "spans").build())
        .hasMessageContaining("masking is set, fine-tuning has none");
    assertThatThrownBy(
            () ->
                FineTuning.run(
                    tiny.configuration("x").set(ModelSettings.TASK, "masked-lm").build(),
                    List.of()))
        .hasMessageContaining("expected one of classification");
  }

  @Test
  void leavesNothingBehindWhereTheTextCannotBeUsed() throws IOException {
    Files.writeString(text, "\n\n");
    assertThatThrownBy(() -> PreTraining.run(run("out").buildPartial(), List.of()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("text.txt has no text");
    Files.writeString(text, "the parcel came");
    assertThatThrownBy(() -> PreTraining.run(run("out").buildPartial(), List.of()))
        .hasMessageContaining("expected enough to hold 1 out");
    assertThat(folder.resolve("out.training")).doesNotExist();
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
