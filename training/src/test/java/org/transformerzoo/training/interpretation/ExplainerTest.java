package org.transformerzoo.training.interpretation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.training.analysis.ObservedTasks;
import org.transformerzoo.training.finetuning.TinyArchitecture;

class ExplainerTest {

  private static final TextPair TEXT = TextPair.single("the parcel came today and it was good");

  @TempDir private Path folder;

  static Stream<Arguments> questions() {
    return Stream.of(
        question("integrated gradients", text -> new IntegratedGradients(1000).salience(text)),
        question("LIME", text -> new Lime(1000, 1).salience(text)),
        question("without each token", Counterfactuals::withoutEachToken));
  }

  private static Arguments question(String name, Consumer<ExplainedText> question) {
    return Arguments.argumentSet(name, question);
  }

  @ParameterizedTest
  @MethodSource("questions")
  void anExplanationEndsWhenItIsNoLongerWanted(Consumer<ExplainedText> question) {
    ObservedTasks.Tuned tuned = ObservedTasks.tune(folder, TinyArchitecture.BERT, "classification");
    try (Explainer explainer = Explainer.load(tuned.folder())) {
      AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
      AtomicInteger asked = new AtomicInteger();
      ExplainedText text =
          explainer.explained(
              TEXT,
              OutputChoice.predicted(),
              () -> {
                asked.incrementAndGet();
                return left.getAndDecrement() > 0;
              });
      question.accept(text); // all of it
      int whole = asked.getAndSet(0);
      assertThat(whole).isGreaterThan(2);

      left.set(2);
      assertThatThrownBy(() -> question.accept(text)).isInstanceOf(CancellationException.class);
      assertThat(asked.get()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @CsvSource({"BERT, 1", "ROBERTA, 1", "XLNET, 0"})
  void theFirstTokenIsTheFirstOfTheText(TinyArchitecture architecture, int place) {
    ObservedTasks.Tuned tuned = ObservedTasks.tune(folder, architecture, "tokens");
    try (Explainer explainer = Explainer.load(tuned.folder())) {
      assertThat(explainer.labelsTokens()).isTrue();
      assertThat(explainer.firstToken(TEXT)).hasValue(place);
      assertThat(explainer.firstToken(TextPair.single(" "))).isEmpty();
      assertThat(
              explainer
                  .explained(TEXT, OutputChoice.predicted().atToken(place))
                  .tokens()
                  .get(place))
          .isEqualTo("the");
    }
  }

  @Test
  void aLabelOrATokenThatIsNotThereIsRefused() {
    ObservedTasks.Tuned tuned = ObservedTasks.tune(folder, TinyArchitecture.BERT, "tokens");
    try (Explainer explainer = Explainer.load(tuned.folder())) {
      List<String> labels = explainer.labels();
      assertThatThrownBy(() -> explainer.explained(TEXT, OutputChoice.of("no").atToken(1)))
          .hasMessage("The model has no label \"no\", expected one of " + labels);
      assertThatThrownBy(() -> explainer.explained(TEXT, OutputChoice.predicted()))
          .hasMessageStartingWith("The model labels tokens");
      assertThatThrownBy(() -> explainer.explained(TEXT, OutputChoice.predicted().atToken(10)))
          .hasMessage("There is no token 10, expected one from 0 to 9");
    }
  }
}
