package org.transformerzoo.training.inference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.transformerzoo.datavec.batching.BatchIterator;
import org.transformerzoo.datavec.batching.Padding;
import org.transformerzoo.datavec.batching.Target;
import org.transformerzoo.datavec.batching.Target.Unlabelled;
import org.transformerzoo.datavec.batching.TokenizedDataset;
import org.transformerzoo.datavec.batching.TokenizedExample;
import org.transformerzoo.datavec.reader.ExampleLocation;
import org.transformerzoo.datavec.reader.TextRole;
import org.transformerzoo.datavec.tokenizer.Encoding;

/**
 * Puts inputs of similar length together, so that little is computed for padding, and the results
 * back into the order of the inputs.
 *
 * @param padding of each batch
 * @param batchSize the most inputs of a batch
 * @param tokensAtOnce the most tokens of a batch of several inputs, padding included
 */
record LengthBatches(Padding padding, int batchSize, int tokensAtOnce) {

  private static final ExampleLocation NOWHERE = new ExampleLocation(null, 0);

  /** Computes one batch. */
  @FunctionalInterface
  interface Work<T> {

    /**
     * A result for each row of {@code batch}.
     *
     * @param places which of the inputs each row is
     */
    List<T> results(MultiDataSet batch, List<Integer> places);
  }

  /** An input of which no label is known. */
  static TokenizedExample unlabelled(Encoding encoding, TextRole role) {
    return asking(encoding, new Unlabelled(), role);
  }

  /** As {@link #unlabelled(Encoding, TextRole)}, of the given tokens. */
  static TokenizedExample unlabelled(int[] inputIds, int[] tokenTypeIds, TextRole role) {
    return new TokenizedExample(inputIds, tokenTypeIds, new Unlabelled(), NOWHERE, role);
  }

  /** An input for a model that is told by {@code target} what it is asked. */
  static TokenizedExample asking(Encoding encoding, Target target, TextRole role) {
    return new TokenizedExample(
        encoding.inputIds(), encoding.tokenTypeIds(), target, NOWHERE, role);
  }

  /** The results for {@code inputs}, in their order. */
  <T> List<T> map(List<TokenizedExample> inputs, Work<T> work) {
    List<Integer> byLength =
        IntStream.range(0, inputs.size())
            .boxed()
            .sorted(Comparator.comparingInt(place -> inputs.get(place).length()))
            .toList();
    List<T> results = new ArrayList<>(Collections.nCopies(inputs.size(), null));
    int done = 0;
    while (done < byLength.size()) {
      List<Integer> places = byLength.subList(done, end(inputs, byLength, done));
      List<T> found = work.results(collate(places.stream().map(inputs::get).toList()), places);
      for (int row = 0; row < places.size(); row++) {
        results.set(places.get(row), found.get(row));
      }
      done += places.size();
    }
    return results;
  }

  /** Where the batch ends that begins at {@code start}: its last input is its longest. */
  private int end(List<TokenizedExample> inputs, List<Integer> byLength, int start) {
    int end = start + 1;
    while (end < byLength.size()
        && end - start < batchSize
        && (end - start + 1L) * inputs.get(byLength.get(end)).length() <= tokensAtOnce) {
      end++;
    }
    return end;
  }

  /** {@code rows} as one batch. */
  MultiDataSet collate(List<TokenizedExample> rows) {
    return BatchIterator.builder()
        .dataset(TokenizedDataset.of(rows))
        .batchSize(rows.size())
        .padding(padding)
        .build()
        .next();
  }
}
