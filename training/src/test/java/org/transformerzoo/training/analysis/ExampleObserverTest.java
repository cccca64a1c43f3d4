package org.transformerzoo.training.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.transformerzoo.datavec.reader.ExampleLocation;
import org.transformerzoo.datavec.reader.TextExample;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.training.finetuning.ModelEvaluation;
import org.transformerzoo.training.finetuning.TinyArchitecture;
import org.transformerzoo.training.inference.InferenceOptions;
import org.transformerzoo.training.inference.Prediction;
import org.transformerzoo.training.inference.TextPredictor;
import org.transformerzoo.training.interpretation.Explainer;

class ExampleObserverTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("org.transformerzoo.training.analysis.ObservedTasks#all")
  void metricsOfEverythingAreThoseOfAnEvaluation(TinyArchitecture architecture, String task) {
    ObservedTasks.Tuned tuned = ObservedTasks.tune(folder, architecture, task);
    Map<String, Double> expected =
        ModelEvaluation.evaluate(tuned.folder(), tuned.file(), tuned.configuration());
    try (Explainer explainer = Explainer.load(tuned.folder())) {
      List<Observation> observations =
          explainer.observer().observe(tuned.examples(explainer.labels()));
      SliceReport report = SliceReport.of(Slice.all(), observations, explainer.task());

      assertThat(report.metrics()).isNotEmpty();
      report
          .metrics()
          .forEach(
              (name, value) ->
                  assertThat(value).as(name).isCloseTo(expected.get(name), within(1e-4)));
      assertThat(report.examples()).isEqualTo(observations.size());
      assertThat(report.labelled()).isEqualTo(observations.size());
      boolean chooses = !task.equals("regression");
      assertThat(report.calibration().isPresent()).isEqualTo(chooses);
      assertThat(report.confusion().isPresent()).isEqualTo(chooses && !task.equals("multilabel"));
    }
  }

  @ParameterizedTest
  @MethodSource("org.transformerzoo.training.analysis.ObservedTasks#all")
  void outcomesAreThePredictions(TinyArchitecture architecture, String task) {
    ObservedTasks.Tuned tuned = ObservedTasks.tune(folder, architecture, task);
    try (Explainer explainer = Explainer.load(tuned.folder());
        TextPredictor predictor =
            TextPredictor.load(tuned.folder(), InferenceOptions.of(tuned.folder()))) {
      List<TextExample> examples = tuned.examples(explainer.labels());
      List<Observation> observations = explainer.observer().observe(examples, 0);

      for (int i = 0; i < examples.size(); i++) {
        Observation observed = observations.get(i);
        List<Prediction> predicted =
            predictor.predict(List.of(TextPair.single(examples.get(i).text())));
        assertThat(observed.example()).isSameAs(examples.get(i));
        if (!task.equals("regression")) { // the last digits of a number may differ
          assertThat(observed.outcome()).isEqualTo(predicted.get(0).outcome());
        }
        if (!task.equals("tokens")) {
          for (int score = 0; score < observed.scores().size(); score++) {
            assertThat(observed.scores().get(score))
                .isCloseTo(predicted.get(0).scores().get(score), within(1e-4));
          }
        }
        assertThat(observed.hiddenState()).hasSize(16);
      }
    }
  }

  @Test
  void anExampleWithoutLabelsIsTheTruthOnlyWhereItIsSaidToBe() {
    ObservedTasks.Tuned tuned = ObservedTasks.tune(folder, TinyArchitecture.BERT, "multilabel");
    try (Explainer explainer = Explainer.load(tuned.folder())) {
      List<TextExample> examples = tuned.examples(explainer.labels()).subList(0, 3);

      List<Observation> observations = explainer.observer().observe(examples, place -> place == 1);

      assertThat(observations.stream().map(Observation::isLabelled))
          .containsExactly(false, true, false);
      SliceReport report = SliceReport.of(Slice.all(), observations, explainer.task());
      assertThat(report.examples()).isEqualTo(3);
      assertThat(report.labelled()).isEqualTo(1);
    }
  }

  @Test
  void textsNeedNoLabelsButUnknownOnesAreRefused() {
    ObservedTasks.Tuned tuned = ObservedTasks.tune(folder, TinyArchitecture.BERT, "classification");
    ExampleLocation place = new ExampleLocation(null, 3);
    try (Explainer explainer = Explainer.load(tuned.folder())) {
      ExampleObserver observer = explainer.observer();
      Observation asked = observer.observeTexts(List.of(TextPair.single("the box"))).get(0);
      Observation bare =
          observer
              .observe(List.of(new TextExample("the box", null, List.of(), List.of(), place)))
              .get(0);

      assertThat(bare.isLabelled()).isFalse();
      assertThat(asked.isLabelled()).isFalse();
      assertThat(asked.scores()).isEqualTo(bare.scores());
      assertThat(bare.isRight()).isEmpty();
      assertThat(SliceReport.of(Slice.all(), List.of(bare), explainer.task()).metrics()).isEmpty();
      assertThatThrownBy(
              () ->
                  observer.observe(
                      List.of(new TextExample("a", null, List.of(), List.of("perhaps"), place))))
          .hasMessageContaining("has the unknown label 'perhaps', expected one of [no, yes]");
      assertThatThrownBy(() -> observer.observe(List.of(), 3))
          .hasMessage("There is no layer 3, expected from 0 to 2");
    }
  }
}
