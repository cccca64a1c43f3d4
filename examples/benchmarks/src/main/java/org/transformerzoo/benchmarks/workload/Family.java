package org.transformerzoo.benchmarks.workload;

import java.util.Locale;

/** A family of models of this project. */
public enum Family {
  /** BERT, which all contenders have. */
  BERT,
  /** RoBERTa: BERT with other positions and another head. */
  ROBERTA,
  /** XLNet, bidirectional, with relative positions; its batches are padded on the left. */
  XLNET,
  /** BART, with as many layers in the decoder as in the encoder. */
  BART;

  /** Its name in results and options. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
