package org.transformerzoo.datavec.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transformerzoo.datavec.batching.BatchingTestSupport.LONGEST;
import static org.transformerzoo.datavec.batching.BatchingTestSupport.classes;
import static org.transformerzoo.datavec.batching.BatchingTestSupport.line;
import static org.transformerzoo.datavec.batching.BatchingTestSupport.ofLengths;
import static org.transformerzoo.datavec.batching.BatchingTestSupport.remaining;
import static org.transformerzoo.datavec.batching.BatchingTestSupport.varied;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.AsyncMultiDataSetIterator;
import org.nd4j.linalg.dataset.api.MultiDataSet;

class BatchIteratorTest {

  private static DatasetBatches iterator(BatchOrder order) {
    return BatchIterator.builder().dataset(varied(23)).batchSize(4).order(order).seed(9).build();
  }

  @Test
  void coversTheDatasetInBatchesWithAShortLastOne() {
    BatchIterator batches = iterator(BatchOrder.SEQUENTIAL);

    assertThat(batches.batchesPerEpoch()).isEqualTo(6);
    assertThat(remaining(batches))
        .hasSize(6)
        .startsWith(List.of(0, 1, 2, 3))
        .endsWith(List.of(20, 21, 22));
    assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void fixedLengthPadsEveryBatchToTheLongestSequenceThereMayBe() {
    BatchIterator batches = Batching.FIXED_LENGTH.iterator();
    while (batches.hasNext()) {
      assertThat(batches.next().getFeatures(BatchLayout.INPUT_IDS).size(1)).isEqualTo(LONGEST);
    }
  }

  @Test
  void tokensDoNotGoWithOrdersThatDrawBatches() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                BatchIterator.builder()
                    .dataset(varied(3))
                    .tokensPerBatch(9)
                    .order(BatchOrder.SHUFFLED)
                    .build())
        .withMessageContaining("expected SEQUENTIAL or UNIFORM_LENGTH");
    assertThatThrownBy(() -> Batching.TOKENS_IN_ORDER.iterator().next(4))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void resetBeginsTheNextEpochOnceTheFirstWasTouched() {
    BatchIterator batches = iterator(BatchOrder.SHUFFLED);
    batches.reset();
    assertThat(batches.position()).isEqualTo(BatchPosition.START);

    List<List<Integer>> first = remaining(batches);
    batches.reset();
    assertThat(batches.position()).isEqualTo(new BatchPosition(1, 0));
    List<List<Integer>> second = remaining(batches);

    assertThat(second).isNotEqualTo(first);
    batches.startAt(BatchPosition.START);
    assertThat(remaining(batches)).isEqualTo(first);
  }

  @Test
  void refusesAPositionBeyondTheEpoch() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> iterator(BatchOrder.SHUFFLED).startAt(new BatchPosition(0, 7)))
        .withMessage("batch 7 is beyond the 6 batches of an epoch");
  }

  @Test
  void tellsWhichExamplesMakeUpABatchAndWhereTheyCameFrom() {
    DatasetBatches batches = iterator(BatchOrder.SHUFFLED);
    for (int batch = 0; batches.hasNext(); batch++) {
      MultiDataSet next = batches.next();

      assertThat(batches.exampleIndices(batch))
          .isEqualTo(classes(next).stream().mapToInt(Integer::intValue).toArray());
      assertThat(next.getExampleMetaData())
          .isEqualTo(classes(next).stream().map(index -> line(index + 1L)).toList());
    }
  }

  @Test
  void aBatchIsNamedByItsPositionAndTheLinesOfItsExamples() {
    BatchIterator batches = BatchIterator.builder().dataset(varied(23)).batchSize(20).build();
    BatchPosition first = batches.position();

    assertThat(first.describe(batches.next().getExampleMetaData()))
        .startsWith("batch 0 of epoch 0 (memory:/train.tsv line 1, memory:/train.tsv line 2,")
        .endsWith("memory:/train.tsv line 8 and 12 more)");
    assertThat(batches.position().describe(batches.next().getExampleMetaData()))
        .isEqualTo(
            "batch 1 of epoch 0 (memory:/train.tsv line 21, memory:/train.tsv line 22,"
                + " memory:/train.tsv line 23)");
  }

  @Test
  void batchSizeIsTheOnlySizeThatCanBeAskedFor() {
    BatchIterator batches = iterator(BatchOrder.SEQUENTIAL);

    assertThat(classes(batches.next(4))).containsExactly(0, 1, 2, 3);
    assertThatThrownBy(() -> batches.next(5)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void preProcessorsSeeEveryBatch() {
    BatchIterator batches = iterator(BatchOrder.SEQUENTIAL);
    List<MultiDataSet> seen = new ArrayList<>();
    batches.setPreProcessor(seen::add);
    remaining(batches);

    assertThat(seen).hasSize(6);
  }

  @Test
  void stockAsynchronousReadingYieldsTheSameBatches() {
    List<List<Integer>> expected = remaining(iterator(BatchOrder.SHUFFLED));
    AsyncMultiDataSetIterator async =
        new AsyncMultiDataSetIterator(iterator(BatchOrder.SHUFFLED), 2);
    List<List<Integer>> found = new ArrayList<>();
    while (async.hasNext()) {
      found.add(classes(async.next()));
    }
    async.shutdown();

    assertThat(found).isEqualTo(expected);
  }

  @Test
  void travelsSerializedWithItsPosition() throws IOException, ClassNotFoundException {
    BatchIterator batches = iterator(BatchOrder.UNIFORM_LENGTH);
    batches.next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(batches);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(remaining((BatchIterator) in.readObject())).isEqualTo(remaining(batches));
    }
  }

  @Test
  void allMissingSettingsAreToldAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchIterator.builder().build())
        .withMessage("dataset is not set; batchSize is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ofLengths())
        .withMessage("a dataset needs at least one example");
  }
}
