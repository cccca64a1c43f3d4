package org.transformerzoo.zoo.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.zoo.InvalidModelException;
import org.transformerzoo.zoo.architecture.GraphBuilder.Mode;
import org.transformerzoo.zoo.architecture.ModelInput;
import org.transformerzoo.zoo.execution.GraphExecutor;
import org.transformerzoo.zoo.model.ExecutorKind;
import org.transformerzoo.zoo.model.TransformerModel;
import org.transformerzoo.zoo.task.TaskHead;

/** Texts of a model whose stacks have different sizes and whose embeddings are scaled. */
class TextGeneratorTest {

  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
  private static final INDArray IDS =
      Nd4j.createFromArray(new int[][] {{0, 7, 8, 9, 10, 2}, {0, 11, 2, 1, 1, 1}});
  private static final INDArray MASK =
      Nd4j.createFromArray(new int[][] {{1, 1, 1, 1, 1, 1}, {1, 1, 1, 0, 0, 0}});
  private static final int END = 2;

  private static TransformerModel model;
  private static SequenceGenerator generator;

  @BeforeAll
  static void load() {
    model = TransformerModel.load(FIXTURES.resolve("variants/bart-lm-scaled"));
    generator = new SequenceGenerator(model, ExecutorKind.PLAN);
  }

  @AfterAll
  static void close() {
    generator.close();
  }

  @Test
  void theCacheChangesNothing() {
    int[][] texts = generator.generate(IDS, MASK, settings(12).build());

    for (int row = 0; row < 2; row++) {
      int[] text = texts[row];
      float[][] scores = scores(row, text);
      for (int place = 1; place < text.length && (place == 1 || text[place - 1] != END); place++) {
        float[] next = scores[place - 1];
        assertThat(next[text[place]]).isEqualTo(max(next));
      }
    }
  }

  @Test
  void aBeamFindsNoWorseText() {
    int[][] greedy = generator.generate(IDS, MASK, settings(8).minimumNewTokens(8).build());
    int[][] beam =
        generator.generate(
            IDS, MASK, settings(8).minimumNewTokens(8).beams(5).lengthPenalty(0).build());
    for (int row = 0; row < 2; row++) {
      assertThat(logProbability(row, beam[row]))
          .isGreaterThanOrEqualTo(logProbability(row, greedy[row]) - 1e-4);
    }
  }

  @Test
  void aBeamOfTheWholeVocabularyFindsTheBestText() {
    int vocabulary = 40;
    int[][] found =
        generator.generate(IDS, MASK, settings(2).minimumNewTokens(2).beams(vocabulary).build());
    for (int row = 0; row < 2; row++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int first = 0; first < vocabulary; first++) {
        float[][] scores = scores(row, new int[] {END, first, 0});
        LogSoftmax.apply(scores[0]);
        LogSoftmax.apply(scores[1]);
        scores[0][END] = Float.NEGATIVE_INFINITY;
        scores[1][END] = Float.NEGATIVE_INFINITY;
        best = Math.max(best, scores[0][first] + max(scores[1]));
      }
      assertThat(logProbability(row, found[row])).isCloseTo(best, within(1e-4));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void obeysTheRules(int beams) {
    int[][] texts =
        generator.generate(
            IDS,
            MASK,
            settings(14)
                .beams(beams)
                .minimumNewTokens(10)
                .noRepeatSize(2)
                .forcedFirst(5)
                .forcedLast(END)
                .build());
    for (int[] text : texts) {
      assertThat(text[0]).isEqualTo(END);
      assertThat(text[1]).isEqualTo(5);
      int end = 1;
      while (text[end] != END) {
        end++;
      }
      assertThat(end).isBetween(11, 14);
      Set<List<Integer>> pairs = new HashSet<>();
      for (int place = 0; place + 1 < end; place++) {
        assertThat(pairs.add(List.of(text[place], text[place + 1]))).isTrue();
      }
    }
  }

  @Test
  void drawsTheSameFromTheSameSeed() {
    int[][] one = draw(new Sampling(1.5, 0, 1, 3));
    int[][] again = draw(new Sampling(1.5, 0, 1, 3));
    int[][] other = draw(new Sampling(1.5, 0, 1, 4));

    assertThat(again).isDeepEqualTo(one);
    assertThat(Arrays.deepEquals(one, other)).isFalse();
  }

  @Test
  void drawingFromOneIsTakingTheBest() {
    int[][] best = generator.generate(IDS, MASK, settings(10).build());
    assertThat(draw(new Sampling(1, 1, 1, 3))).isDeepEqualTo(best);
    assertThat(draw(new Sampling(1, 0, 1e-9, 3))).isDeepEqualTo(best);
  }

  @Test
  void saysWhatItCannotDo() {
    assertThatThrownBy(() -> generator.generate(IDS, MASK, settings(21).build()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("21 new tokens are asked for, but the model has positions for at most 20");
    assertThatThrownBy(() -> generator.generate(IDS, MASK, settings(3).forcedFirst(40).build()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("expected an id from 0 to 39");
    TransformerModel bert = TransformerModel.load(FIXTURES.resolve("bert"));
    assertThatThrownBy(() -> new SequenceGenerator(bert, ExecutorKind.PLAN))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("A bert model does not generate text");
    TransformerModel classifier = TransformerModel.load(FIXTURES.resolve("bart"));
    assertThatThrownBy(() -> new SequenceGenerator(classifier, ExecutorKind.PLAN))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("The model cannot write texts: it has no final_logits_bias");
    assertThatThrownBy(() -> settings(3).beams(2).sampling(new Sampling(1, 0, 1, 0)).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static int[][] draw(Sampling sampling) {
    return generator.generate(IDS, MASK, settings(10).sampling(sampling).build());
  }

  private static GenerationSettings.Builder settings(int tokens) {
    return GenerationSettings.builder().maximumNewTokens(tokens);
  }

  private static double logProbability(int row, int[] text) {
    float[][] scores = scores(row, text);
    double sum = 0;
    for (int place = 1; place < text.length && (place == 1 || text[place - 1] != END); place++) {
      LogSoftmax.apply(scores[place - 1]);
      sum += scores[place - 1][text[place]];
    }
    return sum;
  }

  /** What the whole graph gives for each place of {@code text}, [length][vocabulary]. */
  private static float[][] scores(int row, int[] text) {
    TransformerModel whole =
        new TransformerModel(
            model.specification().withInputs(Set.of(ModelInput.DECODER_INPUT_IDS)),
            model.parameters(),
            model.loading());
    try (GraphExecutor executor = whole.executor(Mode.INFERENCE)) {
      return executor
          .output(
              Map.of(
                  "input_ids", IDS.getRow(row, true).dup(),
                  "attention_mask", MASK.getRow(row, true).dup(),
                  "decoder_input_ids", Nd4j.createFromArray(new int[][] {text})),
              List.of(TaskHead.LOGITS))
          .get(TaskHead.LOGITS)
          .slice(0)
          .toFloatMatrix();
    }
  }

  private static float max(float[] values) {
    float max = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      max = Math.max(max, value);
    }
    return max;
  }
}
