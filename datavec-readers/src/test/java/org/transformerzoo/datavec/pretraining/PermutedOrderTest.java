package org.transformerzoo.datavec.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.transformerzoo.datavec.batching.Padding;
import org.transformerzoo.datavec.batching.RandomStream;
import org.transformerzoo.datavec.batching.Target;
import org.transformerzoo.datavec.batching.TokenizedExample;
import org.transformerzoo.datavec.pretraining.TextSequence.TokenKind;
import org.transformerzoo.datavec.reader.ExampleLocation;

class PermutedOrderTest {

  private static final int MASK = 6;

  /** Text, then two special tokens, as XLNet has them. */
  private static TextSequence text(int length) {
    TokenKind[] kinds = new TokenKind[length];
    Arrays.fill(kinds, TokenKind.WORD_START);
    kinds[length - 2] = TokenKind.SPECIAL;
    kinds[length - 1] = TokenKind.SPECIAL;
    int[] ids = IntStream.range(100, 100 + length).toArray();
    return new TextSequence(ids, new int[length], kinds, new ExampleLocation(null, 1));
  }

  private static TokenizedExample draw(TextSequence text, long epoch) {
    return new PermutedOrder(1.0 / 6, 5, MASK).example(text, new RandomStream(3, "test", epoch));
  }

  @Test
  void asksForASixthOfTheTokens() {
    TextSequence text = text(512);
    long asked = 0;
    for (int epoch = 0; epoch < 2_000; epoch++) { // a million tokens
      int[] ids = draw(text, epoch).inputIds();
      assertThat(ids[510]).isEqualTo(610);
      asked += Arrays.stream(ids).filter(id -> id == MASK).count();
    }
    assertThat(asked / (2_000 * 510.0)).isCloseTo(1 / 6.0, within(0.002));
  }

  @Test
  void noPositionSeesATargetThatDoesNotComeBeforeIt() {
    TextSequence text = text(30);
    Set<List<Boolean>> patterns = new HashSet<>();
    for (int epoch = 0; epoch < 50; epoch++) {
      TokenizedExample example = draw(text, epoch);
      Target target = example.target();
      int[] ids = example.inputIds();
      INDArray hidden = target.features(List.of(target), 30, Padding.with(5))[0]; // [1, q, k]
      int[] targets = IntStream.range(0, 30).filter(i -> ids[i] == MASK).toArray();
      for (int seen = 0; seen < 30; seen++) {
        for (int from = 0; from < 28; from++) {
          boolean asked = ids[seen] == MASK;
          boolean fromText = ids[from] != MASK;
          if (!asked || fromText || from == seen) {
            assertThat(hidden.getDouble(0, from, seen)).isEqualTo(asked ? 1 : 0);
          } else {
            double one = hidden.getDouble(0, from, seen);
            assertThat(one + hidden.getDouble(0, seen, from)).isEqualTo(1); // one comes first
            boolean halves = from < 15 && seen >= 15;
            assertThat(one == 1 || !halves).isTrue(); // the second half comes behind the first
            patterns.add(List.of(from < seen, one == 1));
          }
        }
      }
      assertThat(target.batch(List.of(target), 30, Padding.with(5))[0].toIntVector())
          .isEqualTo(targets.length == 0 ? new int[] {-100} : shifted(targets));
    }
    assertThat(patterns).hasSize(4); // both orders occur
  }

  private static int[] shifted(int[] positions) {
    return Arrays.stream(positions).map(position -> 100 + position).toArray();
  }
}
