package org.transformerzoo.zoo.generation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which finished texts are kept, and when there is no need for more. */
class FinishedTextsTest {

  private static final int[] TEXT = {2, 5, 6, 7};

  @Test
  void keepsTheBestByScoreForLength() {
    FinishedTexts texts = new FinishedTexts(settings(EarlyStopping.WHEN_UNLIKELY, 1));
    texts.add(TEXT, 2, -4); // −2 for each token
    texts.add(TEXT, 4, -6); // −1.5
    texts.add(TEXT, 3, -30); // −10

    assertThat(texts.best()).containsExactly(2, 5, 6, 7);
  }

  @Test
  void isNotDoneBeforeThereAreAsManyAsBeams() {
    FinishedTexts texts = new FinishedTexts(settings(EarlyStopping.AT_ONCE, 1));
    texts.add(TEXT, 2, -4);
    assertThat(texts.isDone(-1, 3)).isFalse();
    texts.add(TEXT, 2, -5);
    assertThat(texts.isDone(-1, 3)).isTrue();
  }

  @Test
  void isDoneWhenOpenTextsAreNoBetter() {
    FinishedTexts unlikely = filled(settings(EarlyStopping.WHEN_UNLIKELY, 1));
    assertThat(unlikely.isDone(-6, 3)).isFalse(); // −2 for each token, as good as the best
    assertThat(unlikely.isDone(-8, 3)).isTrue(); // worse than the worst, −2.5

    FinishedTexts impossible = filled(settings(EarlyStopping.WHEN_IMPOSSIBLE, 1));
    assertThat(impossible.isDone(-8, 3)).isFalse(); // −8 over all 11 tokens would be better
    assertThat(impossible.isDone(-28, 3)).isTrue();
  }

  private static FinishedTexts filled(GenerationSettings settings) {
    FinishedTexts texts = new FinishedTexts(settings);
    texts.add(TEXT, 2, -4);
    texts.add(TEXT, 2, -5);
    return texts;
  }

  private static GenerationSettings settings(EarlyStopping rule, double lengthPenalty) {
    return GenerationSettings.builder()
        .maximumNewTokens(10)
        .beams(2)
        .earlyStopping(rule)
        .lengthPenalty(lengthPenalty)
        .build();
  }
}
