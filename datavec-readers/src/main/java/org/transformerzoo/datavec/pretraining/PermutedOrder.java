package org.transformerzoo.datavec.pretraining;

import java.util.ArrayList;
import java.util.List;
import org.transformerzoo.datavec.batching.PermutedWords;
import org.transformerzoo.datavec.batching.RandomStream;
import org.transformerzoo.datavec.batching.TokenizedExample;

/**
 * XLNet's permutation language modelling (Yang et al., 2019, arXiv 1906.08237), as the collator of
 * transformers draws it: from the left, spans of 1 to 5 tokens, each somewhere in a stretch of the
 * text as many times longer as the probability says; the mask token stands where the words are
 * asked for. The order of the factorization permutes each half of the sequence in the same way, the
 * second half behind the first; what is not asked for is seen by all.
 *
 * @param probability the share of tokens that is asked for, in (0, 1]; 1/6 in the paper
 * @param longestSpan the most tokens of a span, at least 1
 * @param maskId id of the mask token
 */
public record PermutedOrder(double probability, int longestSpan, int maskId)
    implements PreTrainingObjective {

  /** Before everything that is asked for. */
  private static final int SEEN = -1;

  /** Checks the numbers. */
  public PermutedOrder {
    Shares.require("the probability of masking", probability);
    if (probability == 0 || longestSpan < 1) {
      throw new IllegalArgumentException(
          "the probability of masking is %s and the longest span %d, expected more than 0 of both"
              .formatted(probability, longestSpan));
    }
  }

  @Override
  public TokenizedExample example(TextSequence sequence, RandomStream random) {
    int[] positions = positions(sequence, random);
    int[] ids = sequence.inputIds().clone();
    int[] words = new int[positions.length];
    for (int i = 0; i < positions.length; i++) {
      words[i] = ids[positions[i]];
      ids[positions[i]] = maskId;
    }
    PermutedWords target = new PermutedWords(positions, words, ranks(sequence, positions, random));
    return new TokenizedExample(ids, sequence.tokenTypeIds(), target, sequence.location());
  }

  private int[] positions(TextSequence sequence, RandomStream random) {
    List<Integer> positions = new ArrayList<>();
    int start = 0;
    while (start < sequence.length()) {
      int span = 1 + random.below(longestSpan);
      int stretch = (int) (span / probability);
      int first = start + random.below(stretch - span + 1);
      for (int i = first; i < Math.min(first + span, sequence.length()); i++) {
        if (sequence.isText(i)) {
          positions.add(i);
        }
      }
      start += stretch;
    }
    return positions.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] ranks(TextSequence sequence, int[] positions, RandomStream random) {
    int length = sequence.length();
    int half = (length + 1) / 2;
    int[] order = random.permutation(half);
    int[] ranks = new int[length];
    for (int i = 0; i < length; i++) {
      int drawn = i < half ? order[i] : half + order[i - half];
      ranks[i] = sequence.isText(i) ? SEEN : drawn;
    }
    for (int position : positions) {
      ranks[position] = position < half ? order[position] : half + order[position - half];
    }
    return ranks;
  }
}
