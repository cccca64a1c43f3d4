package org.transformerzoo.datavec.pretraining;

import java.io.Serializable;
import org.transformerzoo.datavec.batching.RandomStream;
import org.transformerzoo.datavec.batching.TokenizedExample;

/** What a model is asked about a piece of text, drawn afresh each time. */
public interface PreTrainingObjective extends Serializable {

  /**
   * An example of a sequence.
   *
   * @param random what is drawn depends on it alone
   */
  TokenizedExample example(TextSequence sequence, RandomStream random);
}
