package org.transformerzoo.datavec.pretraining;

import java.io.Serializable;

/**
 * How much of which noise is added to a text, in the order of the fields (Lewis et al., 2020, arXiv
 * 1910.13461, section 2.2).
 *
 * @param permutedSentences share of the sentences that change places, in [0, 1]
 * @param masked share of the words that are hidden, in [0, 1]
 * @param replacement what takes the place of a hidden span
 * @param meanSpan mean length of hidden spans, Poisson-distributed; 0 hides words one by one
 * @param randomShare share of the mask tokens that are a random token instead, in [0, 1]
 * @param inserted mask tokens that are put in, as a share of the tokens, in [0, 1]
 * @param rotated probability that the text begins somewhere else, in [0, 1]
 */
public record TextNoise(
    double permutedSentences,
    double masked,
    Replacement replacement,
    double meanSpan,
    double randomShare,
    double inserted,
    double rotated)
    implements Serializable {

  /** What takes the place of a hidden span. */
  public enum Replacement {
    /** One mask token for all of it. */
    INFILL,
    /** Nothing. */
    DELETE,
    /** A mask token for each of its tokens. */
    MASK
  }

  /** Checks the shares. */
  public TextNoise {
    Shares.require("the share of permuted sentences", permutedSentences);
    Shares.require("the share of masked words", masked);
    Shares.require("the share of random tokens", randomShare);
    Shares.require("the share of insertions", inserted);
    Shares.require("the probability of rotation", rotated);
    if (!(meanSpan >= 0 && meanSpan <= 100)) {
      throw new IllegalArgumentException(
          "the mean length of spans is %s, expected a number in [0, 100]".formatted(meanSpan));
    }
  }
}
