package org.transformerzoo.datavec.pretraining;

import java.util.Arrays;
import org.transformerzoo.datavec.batching.BatchLayout;
import org.transformerzoo.datavec.batching.RandomStream;
import org.transformerzoo.datavec.batching.Target.TokenIds;
import org.transformerzoo.datavec.batching.TokenizedExample;

/**
 * Masked language modelling: some tokens are hidden, and the model is to say which they were
 * (Devlin et al., 2019, arXiv 1810.04805, section 3.1).
 *
 * @param probability the share of tokens that are hidden, in [0, 1]
 * @param selection which tokens are hidden together
 * @param replacement what takes their place
 */
public record MaskedWords(double probability, MaskSelection selection, WordReplacement replacement)
    implements PreTrainingObjective {

  /** Checks the probability. */
  public MaskedWords {
    Shares.require("the probability of masking", probability);
  }

  @Override
  public TokenizedExample example(TextSequence sequence, RandomStream random) {
    int[] ids = sequence.inputIds().clone();
    int[] hidden = new int[ids.length];
    Arrays.fill(hidden, BatchLayout.IGNORED);
    for (int[] positions : selection.draw(sequence, probability, random)) {
      for (int position : positions) {
        hidden[position] = ids[position];
      }
      replacement.apply(ids, positions, random);
    }
    return new TokenizedExample(
        ids, sequence.tokenTypeIds(), new TokenIds(hidden), sequence.location());
  }
}
