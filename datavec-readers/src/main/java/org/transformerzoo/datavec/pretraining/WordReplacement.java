package org.transformerzoo.datavec.pretraining;

import java.io.Serializable;
import org.transformerzoo.datavec.batching.RandomStream;

/**
 * What takes the place of a hidden token (Devlin et al., 2019, arXiv 1810.04805, section 3.1): the
 * mask token, or else a token drawn from the whole vocabulary, or else the token itself.
 *
 * @param maskId id of the mask token
 * @param vocabularySize tokens that are drawn are in [0, vocabularySize)
 * @param maskShare how often it is the mask token, in [0, 1]
 * @param randomShare how often it is a drawn token, in [0, 1 - maskShare]
 */
public record WordReplacement(int maskId, int vocabularySize, double maskShare, double randomShare)
    implements Serializable {

  private static final double ROUNDING = 1e-9;

  /** Checks the shares. */
  public WordReplacement {
    Shares.require("the share of mask tokens", maskShare);
    Shares.require("the share of random tokens", randomShare);
    if (maskShare + randomShare > 1 + ROUNDING) {
      throw new IllegalArgumentException(
          "the shares of mask tokens, %s, and of random tokens, %s, make more than 1"
              .formatted(maskShare, randomShare));
    }
  }

  /** 80 % mask tokens and 10 % random ones. */
  public static WordReplacement ofBert(int maskId, int vocabularySize) {
    return new WordReplacement(maskId, vocabularySize, 0.8, 0.1);
  }

  /** Replaces the tokens at some positions by one decision; each random token is its own draw. */
  void apply(int[] ids, int[] positions, RandomStream random) {
    double draw = random.uniform();
    if (draw >= maskShare + randomShare) {
      return;
    }
    for (int position : positions) {
      ids[position] = draw < maskShare ? maskId : random.below(vocabularySize);
    }
  }
}
