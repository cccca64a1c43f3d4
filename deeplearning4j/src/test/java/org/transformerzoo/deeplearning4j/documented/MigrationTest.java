package org.transformerzoo.deeplearning4j.documented;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.deeplearning4j.iterator.BertIterator;
import org.deeplearning4j.iterator.bert.BertMaskedLMMasker;
import org.deeplearning4j.iterator.provider.CollectionLabeledPairSentenceProvider;
import org.deeplearning4j.iterator.provider.CollectionLabeledSentenceProvider;
import org.deeplearning4j.text.tokenization.tokenizerfactory.BertWordPieceTokenizerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.transformerzoo.datavec.batching.BatchLayout;
import org.transformerzoo.datavec.tokenizer.Encoding;
import org.transformerzoo.datavec.tokenizer.Tokenizer;
import org.transformerzoo.datavec.tokenizer.Truncation;
import org.transformerzoo.training.finetuning.FileBatches;
import org.transformerzoo.training.finetuning.TinyRun;

/** What docs/migrating.md says of BertIterator and of imported graphs, beside what we do. */
class MigrationTest {

  private static final Path FIXTURE =
      Path.of("../../zoo/src/test/resources/fixtures/bert-tf-frozen");
  private static final int LENGTH = 16;

  @TempDir private Path folder;
  private TinyRun run;
  private Path vocabulary;

  @BeforeEach
  void writeVocabulary() throws IOException {
    run = new TinyRun(folder);
    try (Tokenizer tokenizer = Tokenizer.load(run.model())) {
      List<String> tokens =
          tokenizer.tokenIds().entrySet().stream()
              .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
              .map(Map.Entry::getKey)
              .toList();
      vocabulary = Files.write(folder.resolve("vocab.txt"), tokens);
    }
  }

  private BertIterator bertIterator(String... texts) throws IOException {
    List<String> labels =
        IntStream.range(0, texts.length).mapToObj(i -> i % 2 == 0 ? "no" : "yes").toList();
    return MigrationCode.bertIterator(vocabulary.toFile(), List.of(texts), labels);
  }

  private Encoding ours(String text) {
    try (Tokenizer tokenizer = Tokenizer.load(run.model())) {
      return tokenizer.encode(text, null, Truncation.LONGEST_FIRST, LENGTH);
    }
  }

  /** The rows of a batch without their order, which each iterator draws in its own way. */
  private static List<String> rows(INDArray... arrays) {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < arrays[0].size(0); row++) {
      StringBuilder line = new StringBuilder();
      for (INDArray array : arrays) {
        line.append(Arrays.toString(array.getRow(row).toIntVector()));
      }
      rows.add(line.toString());
    }
    return rows;
  }

  @Test
  void idsMasksAndSegmentsAreTheSameUpToTheLastSeparator() throws IOException {
    List<String> lines = Files.readAllLines(run.train());
    String[][] cells = lines.stream().skip(1).map(l -> l.split("\t")).toArray(String[][]::new);
    BertIterator theirs =
        MigrationCode.bertIterator(
            vocabulary.toFile(),
            Arrays.stream(cells).map(row -> row[1]).toList(),
            Arrays.stream(cells).map(row -> row[0]).toList());
    List<String> before = new ArrayList<>();
    while (theirs.hasNext()) {
      MultiDataSet batch = theirs.next();
      assertThat(batch.getFeatures()).hasSize(2);
      before.addAll(
          rows(
              batch.getFeatures(0),
              batch.getFeaturesMaskArray(0),
              batch.getFeatures(1),
              batch.getLabels(0).argMax(1).reshape(-1, 1)));
    }

    List<String> after = new ArrayList<>();
    try (FileBatches batches = MigrationCode.fileBatches(run.model(), run.train(), run.dev())) {
      assertThat(batches.labels()).containsExactly("no", "yes");
      while (batches.train().hasNext()) {
        MultiDataSet batch = withoutLastTokens(batches.train().next());
        assertThat(batch.getFeatures()).hasSize(3);
        after.addAll(
            rows(
                batch.getFeatures(BatchLayout.INPUT_IDS),
                batch.getFeatures(BatchLayout.ATTENTION_MASK),
                batch.getFeatures(BatchLayout.TOKEN_TYPE_IDS),
                batch.getLabels(BatchLayout.LABELS).reshape(-1, 1)));
      }
    }

    assertThat(after).containsExactlyInAnyOrderElementsOf(before);
  }

  /** Each row without its last token, which is a separator. */
  private static MultiDataSet withoutLastTokens(MultiDataSet batch) {
    INDArray mask = batch.getFeatures(BatchLayout.ATTENTION_MASK);
    for (long row = 0; row < mask.size(0); row++) {
      long last = mask.getRow(row).sumNumber().longValue() - 1;
      batch.getFeatures(BatchLayout.INPUT_IDS).putScalar(row, last, 0);
      mask.putScalar(row, last, 0);
    }
    return batch;
  }

  @Test
  void aSingleTextCannotHaveASeparatorThere() {
    BertIterator.Builder builder =
        BertIterator.builder()
            .tokenizer(new BertWordPieceTokenizerFactory(new TreeMap<>(), null))
            .lengthHandling(BertIterator.LengthHandling.FIXED_LENGTH, LENGTH)
            .sentenceProvider(
                new CollectionLabeledSentenceProvider(
                    List.of("good"), List.of("yes"), new Random(1)))
            .vocabMap(Map.of())
            .appendToken("[SEP]")
            .task(BertIterator.Task.SEQ_CLASSIFICATION);

    assertThatThrownBy(builder::build).hasMessageContaining("only appended with sentence pairs");
  }

  @Test
  void textsThatAreTooLongKeepTheirLastSeparatorHere() throws IOException {
    String text = "the parcel came today and ".repeat(5);
    int[] theirs = bertIterator(text, text).next().getFeatures(0).getRow(0).toIntVector();
    int[] ours = ours(text).inputIds();
    try (Tokenizer tokenizer = Tokenizer.load(run.model())) {
      int separator = tokenizer.tokenIds().get("[SEP]");
      assertThat(theirs).hasSize(LENGTH).doesNotContain(separator);
      assertThat(ours).hasSize(LENGTH).endsWith(separator);
    }
  }

  @Test
  void unknownCharactersAreLeftOutOrRefusedThereAndAreAnUnknownWordHere() throws IOException {
    int[] theirs = bertIterator("ß good", "good").next().getFeatures(0).getRow(0).toIntVector();
    int[] ours = ours("ß good").inputIds();
    try (Tokenizer tokenizer = Tokenizer.load(run.model())) {
      int unknown = tokenizer.tokenIds().get("[UNK]");
      assertThat(theirs).doesNotContain(unknown);
      assertThat(ours).contains(unknown);
    }
    BertIterator known = bertIterator("doog", "good");
    assertThatThrownBy(known::next).isInstanceOf(IllegalStateException.class);
    assertThat(ours("doog").inputIds()).hasSize(3);
  }

  @Test
  void pairsAreOverAfterOneEpochThere() throws IOException {
    BertWordPieceTokenizerFactory tokenizer =
        new BertWordPieceTokenizerFactory(
            vocabulary.toFile(), false, false, StandardCharsets.UTF_8);
    BertIterator iterator =
        BertIterator.builder()
            .tokenizer(tokenizer)
            .vocabMap(tokenizer.getVocab())
            .lengthHandling(BertIterator.LengthHandling.FIXED_LENGTH, LENGTH)
            .minibatchSize(2)
            .sentencePairProvider(
                new CollectionLabeledPairSentenceProvider(
                    List.of("good", "bad"),
                    List.of("box", "box"),
                    List.of("yes", "no"),
                    new Random(1)))
            .featureArrays(BertIterator.FeatureArrays.INDICES_MASK_SEGMENTID)
            .prependToken("[CLS]")
            .appendToken("[SEP]")
            .task(BertIterator.Task.SEQ_CLASSIFICATION)
            .build();
    iterator.next();
    iterator.reset();

    assertThat(iterator.hasNext()).isFalse();
  }

  @Test
  void theMaskerOfBertIteratorMasksSpecialTokensToo() {
    BertMaskedLMMasker masker = new BertMaskedLMMasker(new Random(1), 0.5, 0.5, 0.5);
    boolean special = false;
    for (int i = 0; i < 50; i++) {
      boolean[] masked =
          masker
              .maskSequence(List.of("[CLS]", "good", "[SEP]"), "[MASK]", List.of("[CLS]", "good"))
              .getRight();
      special |= masked[0] || masked[2];
    }
    assertThat(special).isTrue();
  }

  @Test
  void anImportedGraphAndImportedWeightsSayTheSame() throws IOException {
    for (String name : List.of("bert_config.json", "frozen_graph.pb")) {
      Files.copy(FIXTURE.resolve(name), folder.resolve(name));
    }
    INDArray ids = Nd4j.createFromArray(new int[][] {{2, 7, 9, 3, 0}, {2, 5, 6, 8, 3}});
    INDArray mask = Nd4j.createFromArray(new int[][] {{1, 1, 1, 1, 0}, {1, 1, 1, 1, 1}});
    INDArray segments = Nd4j.createFromArray(new int[][] {{0, 0, 1, 1, 0}, {0, 0, 0, 1, 1}});

    INDArray theirs =
        MigrationCode.importedGraph(
            folder.resolve("frozen_graph.pb").toFile(), ids, mask, segments);
    INDArray ours = MigrationCode.importedWeights(folder, ids, mask, segments);

    assertThat(ours.shape()).isEqualTo(theirs.shape());
    assertThat(ours.sub(theirs).amaxNumber().doubleValue()).isLessThan(1e-5);
  }
}
