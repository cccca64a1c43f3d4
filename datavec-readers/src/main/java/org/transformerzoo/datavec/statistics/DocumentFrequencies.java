package org.transformerzoo.datavec.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.TextPair;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.Truncation;

/**
 * In how many documents of a corpus each token occurs, and the inverse document frequencies that
 * follow (Spärck Jones, 1972; as weights of tokens in sentence-transformers).
 */
public final class DocumentFrequencies {

  private static final int DOCUMENTS_AT_ONCE = 512;

  private final long documents;
  private final long[] frequencies;
  private final BitSet specialTokens;

  private DocumentFrequencies(long documents, long[] frequencies, BitSet specialTokens) {
    this.documents = documents;
    this.frequencies = frequencies;
    this.specialTokens = specialTokens;
  }

  /**
   * Counts in a corpus, which is read once and not kept. Documents are tokenized at full length.
   *
   * @throws InvalidDataException if the corpus has fewer than two documents: no token could then
   *     tell one from another
   */
  public static DocumentFrequencies count(Tokenizer tokenizer, Iterator<String> corpus) {
    long documents = 0;
    long[] frequencies = new long[tokenizer.vocabularySize()];
    BitSet specialTokens = new BitSet();
    while (corpus.hasNext()) {
      List<TextPair> chunk = new ArrayList<>(DOCUMENTS_AT_ONCE);
      while (chunk.size() < DOCUMENTS_AT_ONCE && corpus.hasNext()) {
        chunk.add(TextPair.single(corpus.next()));
      }
      for (Encoding document :
          tokenizer.encodeAll(chunk, Truncation.DO_NOT_TRUNCATE, Integer.MAX_VALUE)) {
        countOne(document, frequencies, specialTokens);
      }
      documents += chunk.size();
    }
    if (documents < 2) {
      throw new InvalidDataException(
          "Document frequencies were asked of "
              + documents
              + (documents == 1 ? " text" : " texts")
              + ", expected at least 2");
    }
    return new DocumentFrequencies(documents, frequencies, specialTokens);
  }

  private static void countOne(Encoding document, long[] frequencies, BitSet specialTokens) {
    BitSet seen = new BitSet();
    for (int i = 0; i < document.length(); i++) {
      int id = document.inputIds()[i];
      if (document.specialTokensMask()[i] == 1) {
        specialTokens.set(id);
      } else if (!seen.get(id)) {
        seen.set(id);
        frequencies[id]++;
      }
    }
  }

  /** The number of documents. */
  public long documents() {
    return documents;
  }

  /** In how many documents the token {@code id} occurs, not counting where a tokenizer adds it. */
  public long frequency(int id) {
    return frequencies[id];
  }

  /**
   * The weight of each token, [vocabulary]: ln(documents / frequency); ln(documents) for a token
   * that does not occur; 0 for those that the tokenizer adds to every text.
   */
  public float[] inverse() {
    float[] weights = new float[frequencies.length];
    Arrays.fill(weights, (float) Math.log((double) documents));
    for (int id = 0; id < weights.length; id++) {
      if (specialTokens.get(id)) {
        weights[id] = 0;
      } else if (frequencies[id] > 0) {
        weights[id] = (float) Math.log((double) documents / frequencies[id]);
      }
    }
    return weights;
  }
}
