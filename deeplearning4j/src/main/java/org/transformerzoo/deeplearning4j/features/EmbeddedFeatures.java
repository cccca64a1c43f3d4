package org.transformerzoo.deeplearning4j.features;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.transformerzoo.training.inference.SentenceEmbedder;

/**
 * Puts one vector for each text, [batch, width], in the place of a batch's tokens, so that a
 * network learns on an encoder that stays as it is. The batches are made by the tokenizer of the
 * embedder's model, and laid out as {@link org.transformerzoo.datavec.batching.BatchLayout} says.
 * Each batch is computed whenever it is read; who reads the same examples often may rather embed
 * them once.
 */
public final class EmbeddedFeatures implements MultiDataSetPreProcessor {

  private final SentenceEmbedder embedder;

  /** The vectors of {@code embedder}, which stays the caller's to close. */
  public EmbeddedFeatures(SentenceEmbedder embedder) {
    this.embedder = embedder;
  }

  @Override
  public void preProcess(MultiDataSet batch) {
    batch.setFeatures(new INDArray[] {embedder.embedTokens(batch)});
    batch.setFeaturesMaskArrays(null);
  }
}
