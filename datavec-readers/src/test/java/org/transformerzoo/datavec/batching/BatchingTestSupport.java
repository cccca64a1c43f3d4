package org.transformerzoo.datavec.batching;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.transformerzoo.datavec.reader.ExampleLocation;
import org.transformerzoo.datavec.reader.TextExample;

/** Datasets of known lengths. */
final class BatchingTestSupport {

  /** How many examples {@link Batching} has. */
  static final int EXAMPLES = 23;

  /** The length of the longest of {@link #varied}. */
  static final int LONGEST = 5;

  private BatchingTestSupport() {}

  static ExampleLocation line(long line) {
    return new ExampleLocation(URI.create("memory:/train.tsv"), line);
  }

  static TextExample text(int line, String text, String... labels) {
    return new TextExample(text, null, List.of(), List.of(labels), line(line));
  }

  /** Example i has lengths[i] tokens, all of id 100 + i, segment 1, class i. */
  static TokenizedDataset ofLengths(int... lengths) {
    List<TokenizedExample> examples = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      int[] ids = new int[lengths[i]];
      int[] types = new int[lengths[i]];
      Arrays.fill(ids, 100 + i);
      Arrays.fill(types, 1);
      examples.add(new TokenizedExample(ids, types, new Target.ClassId(i), line(i + 1L)));
    }
    return TokenizedDataset.of(examples);
  }

  /** {@link #ofLengths} with n examples of varied lengths, some of them equal. */
  static TokenizedDataset varied(int n) {
    return ofLengths(IntStream.range(0, n).map(i -> 1 + i * 7 % LONGEST).toArray());
  }

  /** The classes of the batches that are left in the epoch: which examples they hold. */
  static List<List<Integer>> remaining(BatchIterator batches) {
    List<List<Integer>> remaining = new ArrayList<>();
    while (batches.hasNext()) {
      remaining.add(classes(batches.next()));
    }
    return remaining;
  }

  static List<Integer> classes(MultiDataSet batch) {
    return Arrays.stream(batch.getLabels(BatchLayout.LABELS).toIntVector()).boxed().toList();
  }
}
