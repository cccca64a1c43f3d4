package org.transformerzoo.datavec.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.transformerzoo.datavec.batching.BatchingTestSupport.EXAMPLES;
import static org.transformerzoo.datavec.batching.BatchingTestSupport.remaining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.transformerzoo.datavec.InvalidDataException;
import org.transformerzoo.datavec.TestFolders;
import org.transformerzoo.datavec.reader.Column;
import org.transformerzoo.datavec.reader.LabelMap;
import org.transformerzoo.datavec.reader.MalformedLines;
import org.transformerzoo.datavec.reader.TextColumns;
import org.transformerzoo.datavec.reader.TextFormat;
import org.transformerzoo.datavec.reader.TextRecordReader;
import org.transformerzoo.datavec.tokenizer.Tokenizer;

/** What holds for all batches, wherever their examples are kept. */
class ResumingTest {

  private static final LabelMap LABELS =
      LabelMap.of(IntStream.range(0, EXAMPLES).mapToObj(Integer::toString).toList());

  @TempDir private Path folder;
  private Tokenizer tokenizer;
  private Path file;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void write() throws IOException {
    tokenizer = Tokenizer.load(TestFolders.resource("tokenizer/uncased"));
    file = folder.resolve("examples.tsv");
    Files.write(
        file,
        IntStream.range(0, EXAMPLES)
            .mapToObj(i -> "the cat ".repeat(1 + i % 3) + "\t" + i)
            .toList());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : open) {
      resource.close();
    }
    tokenizer.close();
  }

  /** One kind of batches, made as often as a test needs them. */
  private record Kind(String name, Supplier<BatchIterator> batches) {}

  private Stream<Kind> kinds() {
    Stream<Kind> inMemory =
        Arrays.stream(Batching.values()).map(all -> new Kind(all.name(), all::iterator));
    Stream<Kind> others =
        Stream.of(
            new Kind("read ahead", () -> new ReadAhead(Batching.SHUFFLED.iterator(), 2)),
            new Kind("stored", this::stored),
            new Kind("streamed in order", () -> streamed(1)),
            new Kind("streamed and shuffled", () -> streamed(6)),
            new Kind("streamed and read ahead", () -> new ReadAhead(streamed(100), 3)));
    return Stream.concat(inMemory, others);
  }

  private BatchIterator stored() {
    Path place = folder.resolve("stored");
    if (!StoredExamples.isComplete(place)) {
      StoredExamples.write(reader().examples(), file.toUri(), exampleTokenizer(), place);
    }
    StoredExamples stored = StoredExamples.open(place, file.toUri());
    open.add(stored);
    return BatchIterator.builder()
        .dataset(stored)
        .batchSize(4)
        .order(BatchOrder.SHUFFLED)
        .seed(9)
        .build();
  }

  private StreamBatches streamed(int buffer) {
    return new StreamBatches(
        new ExampleStream(EXAMPLES, this::reader),
        exampleTokenizer(),
        4,
        buffer,
        9,
        Padding.with(0));
  }

  private ExampleTokenizer exampleTokenizer() {
    return new ExampleTokenizer(
        tokenizer, SequenceLimit.truncateTo(16), LabelEncoder.classes(LABELS));
  }

  private TextRecordReader reader() {
    TextColumns columns = TextColumns.builder().text(Column.at(0)).oneClass(Column.at(1)).build();
    TextRecordReader reader =
        new TextRecordReader(TextFormat.tabSeparated(), columns, MalformedLines.FAIL);
    reader.open(file);
    return reader;
  }

  private BatchIterator make(Kind kind) {
    BatchIterator batches = kind.batches().get();
    open.add(batches);
    return batches;
  }

  @Test
  void goingOnFromAPositionEqualsNeverHavingStopped() {
    kinds().forEach(this::goesOn);
  }

  private void goesOn(Kind kind) {
    int count = make(kind).batchesPerEpoch();
    for (int epoch = 0; epoch < 3; epoch++) {
      for (int batch = 0; batch <= count; batch++) {
        BatchIterator resumed = make(kind);
        resumed.startAt(new BatchPosition(epoch, batch));
        BatchIterator continued = make(kind);
        for (int skipped = epoch * count + batch; skipped > 0; skipped--) {
          if (!continued.hasNext()) {
            continued.reset();
          }
          continued.next();
        }
        if (batch == 0) {
          continued.reset();
        }

        assertThat(resumed.position()).as(kind.name()).isEqualTo(continued.position());
        assertThat(remaining(resumed)).as(kind.name()).isEqualTo(remaining(continued));
        resumed.reset();
        continued.reset();
        assertThat(remaining(resumed)).as(kind.name()).isEqualTo(remaining(continued));
      }
    }
  }

  @Test
  void everyEpochHasEachExampleOnceInAsManyBatches() {
    kinds()
        .forEach(
            kind -> {
              BatchIterator batches = make(kind);
              int count = batches.batchesPerEpoch();
              for (int epoch = 0; epoch < 4; epoch++) {
                List<List<Integer>> all = remaining(batches);

                assertThat(all).as(kind.name()).hasSize(count);
                assertThat(all.stream().flatMap(List::stream))
                    .as(kind.name())
                    .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, EXAMPLES).boxed().toList());
                batches.reset();
              }
              assertThat(batches.examplesPerEpoch()).isEqualTo(EXAMPLES);
            });
  }

  @Test
  void anEpochThatIsLeftInTheMiddleGivesWayToTheNext() {
    kinds()
        .forEach(
            kind -> {
              BatchIterator left = make(kind);
              left.next();
              left.reset();
              BatchIterator next = make(kind);
              next.startAt(new BatchPosition(1, 0));

              assertThat(remaining(left)).as(kind.name()).isEqualTo(remaining(next));
            });
  }

  @Test
  void storedExamplesAreThoseThatWereTokenizedInMemory() {
    BatchIterator onDisk = stored();
    BatchIterator inMemory =
        BatchIterator.builder()
            .dataset(TokenizedDataset.tokenize(reader().remainingExamples(), exampleTokenizer()))
            .batchSize(4)
            .order(BatchOrder.SHUFFLED)
            .seed(9)
            .build();
    while (inMemory.hasNext()) {
      MultiDataSet expected = inMemory.next();
      MultiDataSet found = onDisk.next();

      assertThat(found).isEqualTo(expected);
      assertThat(found.getExampleMetaData()).isEqualTo(expected.getExampleMetaData());
    }
  }

  @Test
  void epochsAreStreamedInOrdersOfTheirOwnAndInOrderWithoutABuffer() {
    BatchIterator shuffled = streamed(6);
    List<List<Integer>> first = remaining(shuffled);
    shuffled.reset();

    assertThat(remaining(shuffled)).isNotEqualTo(first);
    assertThat(remaining(streamed(1)).stream().flatMap(List::stream))
        .containsExactlyElementsOf(IntStream.range(0, EXAMPLES).boxed().toList());
    shuffled.close();
  }

  @Test
  void aFileThatLostExamplesIsTold() throws IOException {
    BatchIterator batches = new ReadAhead(streamed(1), 1);
    open.add(batches);
    remaining(batches);
    Files.writeString(file, "the cat\t1\n");
    batches.startAt(new BatchPosition(7, 0));
    batches.next();

    assertThatThrownBy(batches::next)
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("fewer than the 23 that there were");
  }

  @Test
  void whatFailsAheadIsThrownWhereItWouldHaveBeen() {
    BatchIterator failing =
        new StreamBatches(
            new ExampleStream(
                EXAMPLES,
                () -> {
                  throw new UncheckedIOException(new IOException("the disk is gone"));
                }),
            exampleTokenizer(),
            4,
            1,
            9,
            Padding.with(0));
    BatchIterator batches = new ReadAhead(failing, 2);
    open.add(batches);

    assertThatThrownBy(batches::next).hasMessageContaining("the disk is gone");
  }
}
