package org.transformerzoo.datavec.pretraining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.transformerzoo.datavec.batching.RandomStream;

/** Draws the spans of {@link MaskSelection#SPANS}. */
final class SpanDraw {

  private static final double STOPPING = 0.2;
  private static final int MOST_WORDS = 10;

  private final TextSequence sequence;
  private final int[][] words;
  private final RandomStream random;
  private final boolean[] hidden;
  private final int budget;
  private int used;

  SpanDraw(TextSequence sequence, double probability, RandomStream random) {
    this.sequence = sequence;
    this.words = sequence.words();
    this.random = random;
    this.hidden = new boolean[sequence.length()];
    int tokens = Arrays.stream(words).mapToInt(word -> word.length).sum();
    this.budget = (int) Math.ceil(tokens * probability);
  }

  List<int[]> draw() {
    List<int[]> spans = new ArrayList<>();
    while (used < budget) {
      int first = firstOf(anchor());
      int[] span = span(first, numberOfWords());
      Arrays.stream(span).forEach(position -> hidden[position] = true);
      used += span.length;
      spans.add(span);
    }
    return spans;
  }

  /** A text position that is not hidden yet. */
  private int anchor() {
    int[] open = IntStream.range(0, hidden.length).filter(this::isOpen).toArray();
    return open[random.below(open.length)];
  }

  private boolean isOpen(int position) {
    return sequence.isText(position) && !hidden[position];
  }

  /** The word that a position belongs to. */
  private int firstOf(int position) {
    int word = 0;
    while (words[word][words[word].length - 1] < position) {
      word++;
    }
    return word;
  }

  /** From a geometric distribution, given that it is not beyond the cut. */
  private int numberOfWords() {
    double mass = 1 - Math.pow(1 - STOPPING, MOST_WORDS);
    double draw = random.uniform() * mass;
    int count = 1;
    double reached = STOPPING;
    while (reached <= draw && count < MOST_WORDS) {
      reached += STOPPING * Math.pow(1 - STOPPING, count);
      count++;
    }
    return count;
  }

  /** Tokens from a word on that are not hidden yet, within the budget, in one stretch of text. */
  private int[] span(int firstWord, int count) {
    List<Integer> span = new ArrayList<>();
    int next = words[firstWord][0];
    for (int word = firstWord; word < Math.min(words.length, firstWord + count); word++) {
      if (words[word][0] != next) {
        break; // a special token stands between
      }
      for (int position : words[word]) {
        if (!hidden[position] && used + span.size() < budget) {
          span.add(position);
        }
      }
      next = words[word][words[word].length - 1] + 1;
    }
    return span.stream().mapToInt(Integer::intValue).toArray();
  }
}
