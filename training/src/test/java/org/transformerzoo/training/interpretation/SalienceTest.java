package org.transformerzoo.training.interpretation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.training.analysis.ObservedTasks;
import org.transformerzoo.training.configuration.DataSettings;
import org.transformerzoo.training.configuration.FineTuningConfiguration;
import org.transformerzoo.training.configuration.ModelSettings;
import org.transformerzoo.training.configuration.TrainingSettings;
import org.transformerzoo.training.configuration.UpdateSettings;
import org.transformerzoo.training.finetuning.FineTuning;
import org.transformerzoo.training.finetuning.TinyArchitecture;
import org.transformerzoo.training.finetuning.TinyRun;

/** What holds for every salience method on every architecture. */
class SalienceTest {

  private static final String PLANTED = "good";
  private static final List<String> NEUTRAL =
      List.of("the", "parcel", "came", "today", "and", "box", "was", "it", "shop", "my", "poor");
  private static final List<SalienceMethod> METHODS =
      List.of(
          new GradientNorm(),
          new GradientTimesInput(),
          new IntegratedGradients(50),
          new Lime(100, 3));

  @TempDir private Path folder;

  /**
   * One word decides the label: texts that have it are of the one kind, all others of the other.
   * BART's own pooling reads the place whose decoder reads the last word, which there has the
   * steepest gradient of all; so it pools all places here.
   */
  @ParameterizedTest
  @EnumSource
  void findsThePlantedWord(TinyArchitecture architecture) throws IOException {
    TinyRun run = new TinyRun(folder, architecture, 64);
    SplittableRandom random = new SplittableRandom(5);
    List<String> planted = new ArrayList<>();
    List<String> lines = new ArrayList<>(List.of("label\ttext"));
    for (int i = 0; i < 200; i++) {
      List<String> words = new ArrayList<>();
      for (int word = random.nextInt(3, 9); word > 0; word--) {
        words.add(NEUTRAL.get(random.nextInt(NEUTRAL.size())));
      }
      if (i % 2 == 0) {
        words.add(random.nextInt(words.size() + 1), PLANTED);
        planted.add(String.join(" ", words));
      }
      lines.add((i % 2 == 0 ? "yes" : "no") + "\t" + String.join(" ", words));
    }
    Files.write(run.train(), lines);
    Files.write(run.dev(), lines);
    FineTuningConfiguration.Builder training =
        training(run).set(TrainingSettings.EPOCHS, 20).set(UpdateSettings.LEARNING_RATE, 3e-4);
    if (architecture == TinyArchitecture.BART) {
      training.set(ModelSettings.POOLING, "mean");
    }
    try (Explainer explainer = Explainer.load(trained(training))) {
      for (SalienceMethod method : METHODS) {
        long found =
            planted.stream()
                .map(text -> explainer.salience(text, method))
                .filter(salience -> mostImportantWord(salience).equals(PLANTED))
                .count();
        assertThat((double) found / planted.size()).as(method.name()).isGreaterThanOrEqualTo(0.95);
      }
    }
  }

  private static String mostImportantWord(Salience salience) {
    return salience.byImportance().stream()
        .map(salience.tokens()::get)
        .filter(token -> !token.startsWith("["))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void integratedGradientsSumToTheDifferenceOfOutputs(TinyArchitecture architecture) {
    try (Explainer explainer = Explainer.load(trained(new TinyRun(folder, architecture)))) {
      for (String text : List.of("the parcel was good", "bad shop and my box came today")) {
        Salience salience = explainer.salience(text, new IntegratedGradients(50));
        assertThat(salience.completenessError().orElseThrow()).isLessThan(0.01);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("org.transformerzoo.training.analysis.ObservedTasks#all")
  void everyTaskIsExplained(TinyArchitecture architecture, String task) {
    Path model = ObservedTasks.tune(folder, architecture, task).folder();
    TextPair text = new TextPair("the box was good", task.equals("tokens") ? null : "my parcel");
    try (Explainer explainer = Explainer.load(model)) {
      OutputChoice choice = OutputChoice.of(explainer.labels().get(0));
      if (task.equals("tokens")) {
        choice = choice.atToken(explainer.attention(text).tokens().indexOf("good"));
      }
      ExplainedText explained = explainer.explained(text, choice);
      for (SalienceMethod method : METHODS) {
        Salience salience = explainer.salience(text, choice, method);
        assertThat(salience.tokens()).isEqualTo(explained.tokens());
        assertThat(salience.scores()).hasSize(explained.tokens().size());
        assertThat(salience.completenessError().orElse(0)).as(method.name()).isLessThan(0.01);
      }
      assertThat(explainer.flips(explained, 2)).hasSize(2);
      assertThat(Counterfactuals.withoutEachToken(explained)).hasSize(explained.tokens().size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void vectorsOfTokensCanBePutInTheirPlace(TinyArchitecture architecture) {
    try (Explainer explainer = Explainer.load(trained(new TinyRun(folder, architecture)))) {
      ExplainedText text =
          explainer.explained(TextPair.single("the box was fine"), OutputChoice.of("no"));
      ExplainedText other =
          explainer.explained(TextPair.single("the box was poor"), OutputChoice.of("no"));
      Slope slope = text.slope(text.withTokenVectors(other.tokenVectors()));

      assertThat(slope.output()).isCloseTo(other.output(), within(1e-5));
      assertThat(slope.logits()).hasSize(2).contains((float) slope.output());
      assertThatThrownBy(() -> text.withTokenVectors(Nd4j.zeros(2, 16)))
          .hasMessageStartingWith("The vectors are [2, 16], expected [6, 16] for the tokens");
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientsAreThoseOfTheOutput(TinyArchitecture architecture) {
    try (Explainer explainer = Explainer.load(trained(new TinyRun(folder, architecture)))) {
      ExplainedText text =
          explainer.explained(TextPair.single("the box was fine"), OutputChoice.of("no"));
      WordVectors vectors = text.vectors();
      WordVectors gradient = text.slope(vectors).gradient();
      double square =
          gradient.sites().stream().mapToDouble(g -> g.mul(g).sumNumber().doubleValue()).sum();
      double step = 2e-3 / Math.sqrt(square);
      double above = text.slope(vectors.plus(gradient.times(step))).output();
      double below = text.slope(vectors.minus(gradient.times(step))).output();

      assertThat((above - below) / (2 * step)).isCloseTo(square, within(0.02 * square));
      assertThat(text.label()).isEqualTo("no");
    }
  }

  @ParameterizedTest
  @EnumSource
  void limeIsTheSameForTheSameSeed(TinyArchitecture architecture) {
    try (Explainer explainer = Explainer.load(trained(new TinyRun(folder, architecture)))) {
      String text = "my parcel came today and was poor";
      Salience one = explainer.salience(text, new Lime(50, 7));

      assertThat(explainer.salience(text, new Lime(50, 7))).isEqualTo(one);
      assertThat(explainer.salience(text, new Lime(50, 8))).isNotEqualTo(one);
    }
  }

  @ParameterizedTest
  @EnumSource
  void attentionIsSharedAmongTheTokens(TinyArchitecture architecture) {
    try (Explainer explainer = Explainer.load(trained(new TinyRun(folder, architecture)))) {
      AttentionMaps maps = explainer.attention(TextPair.single("the parcel was good"));
      int tokens = maps.tokens().size();

      assertThat(maps.maps()).isNotEmpty();
      maps.maps()
          .forEach(
              (name, layers) -> {
                assertThat(layers).as(name).hasSize(2);
                layers.forEach(
                    layer -> assertThat(layer.shape()).containsExactly(2, tokens, tokens));
                layers.forEach(layer -> assertSumsOfOne(layer.sum(2)));
                if (!name.startsWith("cross")) {
                  assertSumsOfOne(maps.rollout(name).sum(1));
                }
              });
      assertThat(maps.maps().containsKey("cross_attentions"))
          .isEqualTo(architecture == TinyArchitecture.BART);
    }
  }

  private static void assertSumsOfOne(INDArray sums) {
    assertThat(sums.sub(1).amaxNumber().doubleValue()).isLessThan(1e-5);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsLeftOutOrReplacedIsAskedOfTheModel(TinyArchitecture architecture) {
    try (Explainer explainer = Explainer.load(trained(new TinyRun(folder, architecture)))) {
      ExplainedText text =
          explainer.explained(TextPair.single("the box was good"), OutputChoice.of("yes"));
      double without =
          explainer.explained(TextPair.single("the box was"), OutputChoice.of("yes")).output();
      int place = text.tokens().indexOf("good");
      List<Replacement> flips = explainer.flips(text, 3);

      assertThat(Counterfactuals.withoutEachToken(text)[place])
          .isCloseTo(text.output() - without, within(1e-4));
      assertThat(flips).hasSize(3);
      for (Replacement flip : flips) {
        String changed = "the box was good".replace(flip.token(), flip.other());
        assertThat(explainer.explained(TextPair.single(changed), OutputChoice.of("yes")).output())
            .isCloseTo(flip.output(), within(1e-4));
      }
    }
  }

  @Test
  void refusesWhatItCannotExplain() {
    try (Explainer explainer =
        Explainer.load(trained(new TinyRun(folder, TinyArchitecture.BERT)))) {
      TextPair text = TextPair.single("the box");

      assertThatThrownBy(() -> explainer.explained(text, OutputChoice.of("perhaps")))
          .hasMessage("The model has no label \"perhaps\", expected one of [no, yes]");
      assertThatThrownBy(() -> explainer.explained(text, OutputChoice.predicted().atToken(1)))
          .hasMessageContaining("labels whole texts");
      assertThatThrownBy(() -> explainer.attention(text).rollout("cross_attentions"))
          .hasMessageContaining("expected one of [attentions]");
    }
    assertThatThrownBy(() -> new IntegratedGradients(1)).hasMessageContaining("expected from 2");
    assertThatThrownBy(() -> new Lime(1, 1)).hasMessageContaining("expected from 10");
  }

  private Path trained(TinyRun run) {
    return trained(training(run));
  }

  private Path trained(FineTuningConfiguration.Builder training) {
    FineTuning.run(training.build(), List.of());
    return folder.resolve("tuned");
  }

  private FineTuningConfiguration.Builder training(TinyRun run) {
    return FineTuningConfiguration.builder()
        .set(ModelSettings.MODEL, run.model())
        .set(DataSettings.TRAIN, run.train())
        .set(DataSettings.DEV, run.dev())
        .set(TrainingSettings.OUTPUT, folder.resolve("tuned"))
        .set(DataSettings.BATCH_SIZE, 10)
        .set(TrainingSettings.EPOCHS, 10)
        .set(UpdateSettings.LEARNING_RATE, 5e-3);
  }
}
