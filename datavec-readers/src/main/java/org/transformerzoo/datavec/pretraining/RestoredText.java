package org.transformerzoo.datavec.pretraining;

import java.util.Arrays;
import org.transformerzoo.datavec.batching.RandomStream;
import org.transformerzoo.datavec.batching.Target.TextIds;
import org.transformerzoo.datavec.batching.TokenizedExample;

/**
 * BART's objective: to write the text that noise was added to (Lewis et al., 2020, arXiv
 * 1910.13461).
 *
 * @param noise what is added
 * @param tokens what it needs
 * @param maxLength the most tokens that the model reads: where noise makes a text longer, tokens
 *     before the last one are left out
 */
public record RestoredText(TextNoise noise, NoiseTokens tokens, int maxLength)
    implements PreTrainingObjective {

  @Override
  public TokenizedExample example(TextSequence sequence, RandomStream random) {
    NoisyText text = new NoisyText(sequence, tokens, random);
    if (noise.permutedSentences() > 0) {
      text.permuteSentences(noise.permutedSentences());
    }
    if (noise.masked() > 0) {
      text.hide(noise.masked(), noise.meanSpan(), noise.replacement(), noise.randomShare());
    }
    if (noise.inserted() > 0) {
      text.insert(noise.inserted(), noise.randomShare());
    }
    if (noise.rotated() > 0 && random.happens(noise.rotated())) {
      text.rotate();
    }
    int[] ids = fitting(text.ids());
    return new TokenizedExample(
        ids, new int[ids.length], new TextIds(sequence.inputIds()), sequence.location());
  }

  private int[] fitting(int[] ids) {
    if (ids.length <= maxLength) {
      return ids;
    }
    int[] fitting = Arrays.copyOf(ids, maxLength);
    fitting[maxLength - 1] = ids[ids.length - 1];
    return fitting;
  }
}
